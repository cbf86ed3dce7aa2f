package io.pigw.bench.server;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.nio.file.Path;

/** Something to be measured. */
interface MeasuredServer extends AutoCloseable {

    /** Where it listens. */
    HostPort address();

    /** Messages that it has taken and not finished. */
    int pending();

    /** Messages in inboxes, where it has any. Blocks. */
    default long arrived() {
        return 0;
    }

    /** Adds to the file what has come to its inboxes since the last time. Blocks. */
    default void listInboxes(Path file) throws IOException {
        throw new UnsupportedOperationException("there are no inboxes here");
    }

    /** Its peers begin to send, as {@link PeerLoad} does. */
    default void send(PeerLoad.Plan plan) throws IOException {
        throw new UnsupportedOperationException("there are no peers here");
    }

    /** What its own main would end when the process is told to end. */
    default AutoCloseable service() {
        return this;
    }

    @Override
    void close();
}

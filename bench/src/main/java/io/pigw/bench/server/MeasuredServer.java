package io.pigw.bench.server;

import io.pigw.p2psip.HostPort;

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

    @Override
    void close();
}

package io.pigw.runtime;

import java.util.concurrent.CompletableFuture;

/** A service that can bring to an end what is under way before it is closed. */
public interface Drainable extends AutoCloseable {

    /**
     * Takes no new messages from now on, which whoever sends them is told, and waits for those under way, as long as its
     * configuration allows. Any thread; not twice.
     *
     * @return completes with the number of what is still under way, at once if that is 0 or it is not to wait
     */
    CompletableFuture<Integer> drain();

    @Override
    void close();
}

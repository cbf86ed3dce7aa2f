package io.pigw.peer;

import io.pigw.runtime.ServiceMain;

/** Runs one peer, which leaves the ring at the end. */
public final class PeerMain {

    private static final int LOOP_THREADS = 1;

    private PeerMain() {}

    /** {@code --config FILE}: runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("peer", PeerConfig.class, LOOP_THREADS, PeerService::start, arguments);
    }
}

package io.pigw.sos;

import io.pigw.runtime.ServiceMain;

/** Runs an opinion server. */
public final class SosMain {

    private static final int LOOP_THREADS = 2;

    private SosMain() {}

    /** {@code --config FILE}: runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("sos", SosConfig.class, LOOP_THREADS, Sos::start, arguments);
    }
}

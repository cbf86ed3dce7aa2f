package io.pigw.csp;

import io.pigw.runtime.ServiceMain;

/** Runs one CSP. */
public final class CspMain {

    private static final int LOOP_THREADS = 1;

    private CspMain() {}

    /** {@code --config FILE}: runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("csp", CspConfig.class, LOOP_THREADS, Csp::start, arguments);
    }
}

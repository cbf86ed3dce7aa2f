package io.pigw.gateway;

import io.pigw.runtime.ServiceMain;

/** Runs a gateway. */
public final class GatewayMain {

    private static final int LOOP_THREADS = 2;

    private GatewayMain() {}

    /** {@code --config FILE}: runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("gateway", GatewayConfig.class, LOOP_THREADS, Gateway::start, arguments);
    }
}

package io.pigw.bench.server;

import io.pigw.gateway.Gateway;
import io.pigw.gateway.GatewayConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The gateway as its own main runs it. */
final class GatewayServer implements MeasuredServer {

    private final Gateway gateway;

    private GatewayServer(Gateway gateway) {
        this.gateway = gateway;
    }

    static GatewayServer start(Environment environment, Path config) throws IOException {
        return new GatewayServer(Gateway.start(Configuration.load(config, GatewayConfig.class, Map.of()), environment));
    }

    @Override
    public HostPort address() {
        return gateway.sipAddress();
    }

    @Override
    public int pending() {
        return gateway.status().join().pending();
    }

    @Override
    public AutoCloseable service() {
        return gateway;
    }

    @Override
    public void close() {
        gateway.close();
    }
}

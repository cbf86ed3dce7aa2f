package io.pigw.bench.server;

import io.pigw.csp.Csp;
import io.pigw.csp.CspConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.sos.Sos;
import io.pigw.sos.SosConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A service of the overlay as its own main runs it. What it has taken is not asked for: the gateway knows what is not delivered yet.
 *
 * @param service what its main ends
 * @param ending closes it
 */
record ServedNode(HostPort address, AutoCloseable service, Runnable ending) implements MeasuredServer {

    static ServedNode csp(Environment environment, Path config) throws IOException {
        Csp csp = Csp.start(Configuration.load(config, CspConfig.class, Map.of()), environment);
        return new ServedNode(csp.contact().address(), csp, csp::close);
    }

    static ServedNode sos(Environment environment, Path config) throws IOException {
        Sos sos = Sos.start(Configuration.load(config, SosConfig.class, Map.of()), environment);
        return new ServedNode(sos.contact().address(), sos, sos::close);
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void close() {
        ending.run();
    }
}

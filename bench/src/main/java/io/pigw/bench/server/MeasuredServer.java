package io.pigw.bench.server;

import io.pigw.p2psip.HostPort;

/** Something to be measured. */
interface MeasuredServer extends AutoCloseable {

    /** Where it listens. */
    HostPort address();

    /** Messages that it has taken and not finished. */
    int pending();

    @Override
    void close();
}

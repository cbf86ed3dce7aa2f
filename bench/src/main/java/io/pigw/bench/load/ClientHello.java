package io.pigw.bench.load;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** The first flight of a TLS handshake, with key shares and all, for those who send nothing after it. */
public final class ClientHello {

    private ClientHello() {}

    /**
     * Its bytes, records and all.
     *
     * @param context of the client
     * @throws SSLException if it speaks no TLS
     */
    public static byte[] of(SSLContext context) throws SSLException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer flight = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), flight);
        byte[] bytes = new byte[flight.flip().remaining()];
        flight.get(bytes);
        return bytes;
    }
}

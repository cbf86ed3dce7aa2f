package io.pigw.runtime.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves one list over HTTP with an ETag, as somebody else's server would. */
public final class CrlServer implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger notModified = new AtomicInteger();
    private volatile Bytes list = Bytes.EMPTY;
    private volatile String etag = "\"none\"";
    private volatile int status = 404;

    /** Listens on any port of the loopback. */
    public CrlServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/crl", this::answer);
        server.start();
    }

    /** Where the list is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/crl";
    }

    /** Serves the list from now on. */
    public void serve(Bytes der) {
        list = der;
        etag = "\"" + der.hashCode() + "\"";
        status = 200;
    }

    /** Answers with nothing but the code from now on. */
    public void fail(int code) {
        status = code;
    }

    /** How often the list was sent. */
    public int sentWhole() {
        return whole.get();
    }

    /** How often 304 was answered. */
    public int sentNotModified() {
        return notModified.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (status != 200) {
                exchange.getResponseHeaders().set("Location", url());
                exchange.sendResponseHeaders(status, -1);
            } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                notModified.incrementAndGet();
                exchange.sendResponseHeaders(304, -1);
            } else {
                whole.incrementAndGet();
                byte[] body = list.toArray();
                exchange.getResponseHeaders().set("ETag", etag);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}

package io.pigw.enrollment.ocsp;

import java.util.function.Consumer;

/** Answers OCSP requests. */
@FunctionalInterface
public interface OcspService {

    /**
     * Answers a request. Returns at once; any thread.
     *
     * @param der the request, whatever it is
     * @param asker whose share of the work it takes: an IPv4 address, or the network of an IPv6 one
     * @param reply is given the answer once, within the call or later on another thread
     */
    void answer(byte[] der, String asker, Consumer<OcspReply> reply);
}

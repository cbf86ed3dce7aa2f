package io.pigw.runtime.admin;

import io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;

/** Makes an admin port HTTPS, and decides who may come in. */
public interface AdminAccess {

    /** TLS for a new connection; it demands a certificate. On a loop: returns at once. */
    SslContext context();

    /**
     * The caller with that certificate, which it proved to hold. Asked before each request, and every 2 s while a connection is
     * open, which closes when it is refused. On a virtual thread: may block.
     *
     * @param address of the other end, as a number
     * @throws AdminException 401 or 403, told to the caller, if it may not come in (any more)
     */
    AdminCaller require(X509Certificate certificate, String address) throws AdminException, InterruptedException;
}

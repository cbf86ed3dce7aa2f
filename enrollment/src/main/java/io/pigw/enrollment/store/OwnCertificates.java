package io.pigw.enrollment.store;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Where certificates that the server makes for itself are recorded before they are used. */
public interface OwnCertificates {

    /** Records a certificate of the server itself; durable once the future completes. */
    CompletableFuture<Void> recordOwn(Issued certificate, Instant now);
}

package io.pigw.enrollment.store;

import io.pigw.p2psip.NodeId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What has been issued, for operators' eyes. Any thread; nothing blocks. Changes nothing. */
public interface RegistryStore {

    /** The most that one answer holds. */
    int MAX_PAGE = 1000;

    /** Nodes with their latest certificate, to which user and state apply; the latest enrolled first. */
    CompletableFuture<List<NodeRecord>> nodes(Filter filter, int offset, int limit, Instant now);

    /** A node with its latest certificate. */
    CompletableFuture<Optional<NodeRecord>> node(NodeId id, Instant now);

    /** Certificates, the latest first. */
    CompletableFuture<List<CertificateRecord>> certificates(Filter filter, int offset, int limit, Instant now);

    /** The certificate with that serial number. */
    CompletableFuture<Optional<CertificateRecord>> certificate(BigInteger serial, Instant now);
}

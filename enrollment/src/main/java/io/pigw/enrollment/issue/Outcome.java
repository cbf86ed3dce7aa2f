package io.pigw.enrollment.issue;

import io.pigw.p2psip.NodeId;
import java.security.cert.X509Certificate;
import java.util.List;

/** How an enrollment ended. Every reason is fit for the client's eyes. */
public sealed interface Outcome {

    /** The certificate is on record; the chain is leaf first, without the root. */
    record Enrolled(NodeId id, List<X509Certificate> chain) implements Outcome {
        /** Copies the list. */
        public Enrolled {
            chain = List.copyOf(chain);
        }
    }

    /** The bearer did not show a good token. */
    record Unauthenticated(String reason) implements Outcome {}

    /** The PKCS#10 request is not acceptable; the token is still good. */
    record BadRequest(String reason) implements Outcome {}

    /** What the token grants is not to be had; the token is still good. */
    record Refused(String reason) implements Outcome {}

    /** Not now; try again with the same token. */
    record Busy(String reason) implements Outcome {}
}

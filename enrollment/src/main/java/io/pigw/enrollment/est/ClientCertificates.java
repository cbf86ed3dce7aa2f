package io.pigw.enrollment.est;

import io.netty.handler.ssl.SslHandler;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.Violation;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.RefusalReason;
import java.math.BigInteger;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Judges what clients show: a node's certificate under our own root, valid now and not revoked. The store looks once more,
 * in the transaction that renews it.
 */
final class ClientCertificates {

    private static final int MAX_SHOWN = 4;

    private final CertificateVerifier verifier;
    private final Predicate<BigInteger> isRevoked;
    private final Supplier<List<X509Certificate>> authorities;

    /** Judges by the offer's root. */
    ClientCertificates(EstServer.Offer offer, InstantSource clock) {
        this.verifier = new CertificateVerifier(Set.of(offer.root()), offer.overlay(), clock);
        this.isRevoked = offer.isRevoked();
        this.authorities = offer.authorities();
    }

    /** What the client showed, its own certificate first; empty if it showed none. On the channel's loop. */
    static List<X509Certificate> shown(SslHandler tls) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509 && chain.size() < MAX_SHOWN) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return chain;
    }

    /** The node that the chain is of, or why it is refused. Computes for a while; not for loops. */
    Judgement judge(List<X509Certificate> chain) {
        // those of now: a client may show its own certificate alone
        verifier.learnAuthorities(authorities.get());
        NodeCertificate certificate;
        try {
            certificate = verifier.require(chain);
        } catch (CertificateRefusedException refused) {
            return refused(refused.reason().label(), String.valueOf(refused.getMessage()), remedy(refused.reason()));
        }
        return isRevoked.test(chain.getFirst().getSerialNumber())
                ? refused("revoked", "revoked", "ask the operator for a token, and enroll anew")
                : new Judgement.Good(certificate);
    }

    /** What became of it. */
    sealed interface Judgement {

        /** A node of ours. */
        record Good(NodeCertificate certificate) implements Judgement {}

        /** No; with the reason and the remedy. */
        record Bad(Outcome.Refused refused) implements Judgement {}
    }

    private static Judgement refused(String label, String detail, String remedy) {
        return new Judgement.Bad(new Outcome.Refused(List.of(
                new Violation("certificate_" + label, "the client certificate is not good (" + detail + ")", remedy))));
    }

    private static String remedy(RefusalReason reason) {
        return switch (reason) {
            case NO_CERTIFICATE -> "show the TLS client certificate that is to be renewed";
            case NOT_YET_VALID -> "check the clocks";
            default -> "enroll anew with a token";
        };
    }
}

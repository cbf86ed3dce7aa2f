package io.pigw.peer.text;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.port.Verifier.Verdict;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.cms.MimeEntity;
import io.pigw.runtime.cms.Sealer;
import java.io.ByteArrayInputStream;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Predicate;

/**
 * Encrypts a peer's message to the one who is to read it. A node's certificate is valid in this overlay and the node's own; an IMS
 * user's is believed to be what the sender was given, for the overlay knows no such users. On the peer's thread.
 */
public final class Encrypting {

    private final String overlay;
    private final Verifier verifier;
    private final InstantSource clock;
    private final Sealer sealer;

    /** What became of an attempt. */
    public sealed interface Result {
        /** It is encrypted, and bears {@link Sealer#CONTENT_TYPE}. */
        record Sealed(Bytes body) implements Result {}

        /** It cannot be encrypted to that certificate. */
        record Refused(Status status) implements Result {}
    }

    /** Of one node. */
    public Encrypting(String overlay, Verifier verifier, InstantSource clock, SecureRandom random) {
        this.overlay = overlay;
        this.verifier = verifier;
        this.clock = clock;
        this.sealer = new Sealer(random);
    }

    /** Encrypts to a certificate in DER. */
    public Result seal(Party to, String contentType, Bytes body, Bytes certificate) {
        try {
            X509Certificate recipient = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.toArray()));
            recipient.checkValidity(Date.from(clock.instant()));
            if (!isOf(to, certificate)) {
                return refused("The certificate is not that of " + to);
            }
            return new Result.Sealed(sealer.seal(new MimeEntity(contentType, body), recipient));
        } catch (CertificateException | InvalidKeyException | IllegalArgumentException unusable) {
            return refused("Nothing can be encrypted to that certificate now");
        }
    }

    private boolean isOf(Party to, Bytes certificate) {
        return switch (to) {
            case Party.Node(NodeId id) -> valid(certificate, node -> node.id().equals(id));
            case Party.User user ->
                !user.domain().equalsIgnoreCase(overlay)
                        || valid(certificate, node -> node.users().contains(user));
        };
    }

    private boolean valid(Bytes certificate, Predicate<NodeCertificate> isIts) {
        return verifier.check(certificate) instanceof Verdict.Valid(NodeCertificate node) && isIts.test(node);
    }

    private static Result refused(String why) {
        return new Result.Refused(Status.BAD_REQUEST.because(why));
    }
}

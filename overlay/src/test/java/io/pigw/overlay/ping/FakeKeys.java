package io.pigw.overlay.ping;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys that are none: a certificate is a line of text, and a signature the hash of that line and of what is signed. */
final class FakeKeys implements Verifier {

    static final String OVERLAY = "p2p.example.net";

    private final Set<Bytes> ended = new HashSet<>();

    private record Key(NodeCertificate certificate) implements Signer {
        @Override
        public Bytes sign(Bytes content) {
            return signature(certificate, content);
        }
    }

    static Signer of(Role role, long id) {
        return new Key(certificate(role, id, 1));
    }

    /** Of the same node, with its next certificate. */
    static Signer renewed(Role role, long id) {
        return new Key(certificate(role, id, 2));
    }

    /** The certificate is not good any more. */
    void end(Signer signer) {
        ended.add(signer.certificate().der());
    }

    @Override
    public Verdict check(Bytes certificateDer) {
        if (ended.contains(certificateDer)) {
            return new Verdict.Invalid("it has ended");
        }
        String[] fields = certificateDer.toUtf8().split(" ", -1);
        return new Verdict.Valid(
                certificate(Role.valueOf(fields[0]), Long.parseLong(fields[1]), Integer.parseInt(fields[2])));
    }

    @Override
    public boolean verify(NodeCertificate signer, Bytes content, Bytes signature) {
        return signature.equals(signature(signer, content));
    }

    private static NodeCertificate certificate(Role role, long id, int serial) {
        Bytes der = Bytes.utf8(role + " " + id + " " + serial);
        return new NodeCertificate(NodeId.of(id), OVERLAY, role, List.of(), der, der.sha256(), Instant.MAX);
    }

    private static Bytes signature(NodeCertificate signer, Bytes content) {
        return Bytes.utf8(signer.der().toHex() + "/" + content.toHex()).sha256();
    }
}

package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those certificates of a message that are valid here and now, by their hash. */
final class Certificates {

    private final Map<Bytes, NodeCertificate> valid = new HashMap<>();

    Certificates(Verifier verifier, List<Bytes> ders) {
        for (Bytes der : ders) {
            if (verifier.check(der) instanceof Verifier.Verdict.Valid(NodeCertificate certificate)) {
                valid.put(certificate.sha256(), certificate);
            }
        }
    }

    @Nullable
    NodeCertificate find(Bytes hash) {
        return valid.get(hash);
    }
}

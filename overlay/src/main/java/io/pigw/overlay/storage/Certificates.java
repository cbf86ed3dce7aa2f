package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those certificates of a message that are valid here and now, by their hash. Checked when the first of them is needed. */
final class Certificates {

    private final Verifier verifier;
    private final List<Bytes> ders;
    private @Nullable Map<Bytes, NodeCertificate> valid;

    Certificates(Verifier verifier, List<Bytes> ders) {
        this.verifier = verifier;
        this.ders = ders;
    }

    @Nullable
    NodeCertificate find(Bytes hash) {
        Map<Bytes, NodeCertificate> checked = valid;
        if (checked == null) {
            checked = check();
            valid = checked;
        }
        return checked.get(hash);
    }

    private Map<Bytes, NodeCertificate> check() {
        Map<Bytes, NodeCertificate> checked = new HashMap<>();
        for (Bytes der : ders) {
            if (verifier.check(der) instanceof Verifier.Verdict.Valid(NodeCertificate certificate)) {
                checked.put(certificate.sha256(), certificate);
            }
        }
        return checked;
    }
}

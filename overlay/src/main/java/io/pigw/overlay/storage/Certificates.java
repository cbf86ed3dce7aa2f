package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates of a message, by their hash. One is validated when a value needs it that is all right so far: it costs much. */
final class Certificates {

    private final Verifier verifier;
    private final Map<Bytes, Bytes> ders = new HashMap<>();

    Certificates(Verifier verifier, List<Bytes> ders) {
        this.verifier = verifier;
        ders.forEach(der -> this.ders.put(der.sha256(), der));
    }

    /** The certificate of that hash, if it is valid here and now. */
    @Nullable
    NodeCertificate find(Bytes hash) {
        Bytes der = ders.get(hash);
        return der != null && verifier.check(der) instanceof Verifier.Verdict.Valid(NodeCertificate certificate)
                ? certificate
                : null;
    }
}

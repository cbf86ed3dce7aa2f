package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.KeyIdentifiers;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fetches the lists of revoked certificates at enrollment and keeps them where the node looks for them when it starts, so that it
 * can do so while nobody serves them. What is wrong with one is no reason to fail: the node judges each anew, and asks for it
 * anyway. Blocks.
 */
public final class FirstCrls {

    private FirstCrls() {}

    /**
     * Fetches, checks and keeps the list of each CA of the chain of which the certificate below says where it is.
     *
     * @param directory the one that the node's certificate is in
     * @param now the time of day
     * @return what could not be had, a sentence each
     */
    public static List<String> fetch(NodeIdentity identity, Path directory, Instant now) {
        List<String> problems = new ArrayList<>();
        CrlFiles files = new CrlFiles(directory);
        try (CrlHttp http = new CrlHttp()) {
            for (X509Certificate certificate : identity.chain()) {
                Optional<URI> point = CrlPoints.of(certificate);
                Optional<X509Certificate> issuer = issuer(certificate, identity);
                if (point.isPresent() && issuer.isPresent()) {
                    try {
                        byte[] der = fetch(http, point.get());
                        check(der, issuer.get(), now);
                        files.save(KeyIdentifiers.of(issuer.get()), der);
                    } catch (IOException | CrlRefusedException problem) {
                        problems.add(
                                "no list of revoked certificates from " + point.get() + ": " + problem.getMessage());
                    }
                }
            }
        }
        return List.copyOf(problems);
    }

    private static byte[] fetch(CrlHttp http, URI point) throws IOException {
        return switch (http.get(point, null)) {
            case Fetched.List(Bytes der, var _) -> der.toArray();
            case Fetched.NotModified() -> throw new IOException("the server says that it has not changed");
            case Fetched.Failed(String reason) -> throw new IOException(reason);
        };
    }

    private static void check(byte[] der, X509Certificate issuer, Instant now) throws CrlRefusedException {
        CrlReader crl = CrlReader.read(der);
        if (!crl.isIssuedInNameOf(issuer) || !crl.isSignedBy(issuer.getPublicKey())) {
            throw new CrlRefusedException(CrlRefusal.BAD_SIGNATURE, "not by the CA's key");
        }
        if (now.isAfter(crl.nextUpdate())) {
            throw new CrlRefusedException(CrlRefusal.EXPIRED, "the next was due " + crl.nextUpdate());
        }
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, NodeIdentity identity) {
        return Stream.concat(identity.chain().stream(), identity.trustAnchors().stream())
                .filter(ca -> isIssuer(ca, certificate))
                .findFirst();
    }

    private static boolean isIssuer(X509Certificate ca, X509Certificate certificate) {
        if (!ca.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}

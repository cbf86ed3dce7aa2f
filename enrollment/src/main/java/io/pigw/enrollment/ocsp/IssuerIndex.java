package io.pigw.enrollment.ocsp;

import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.p2psip.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.ocsp.CertificateID;

/** Finds the authority that a {@code CertID} is about: by SHA-1 or SHA-256 of its name and key (RFC 6960 §4.1.1, RFC 5019). */
final class IssuerIndex {

    private static final Map<ASN1ObjectIdentifier, String> HASHES =
            Map.of(OIWObjectIdentifiers.idSHA1, "SHA-1", NISTObjectIdentifiers.id_sha256, "SHA-256");

    private final List<IssuingAuthority> issuers;
    private final Map<Names, IssuingAuthority> authorities = new HashMap<>();

    private record Names(Bytes nameHash, Bytes keyHash) {}

    IssuerIndex(List<IssuingAuthority> issuers) {
        this.issuers = List.copyOf(issuers);
        for (IssuingAuthority issuer : issuers) {
            X509Certificate certificate = issuer.certificate();
            byte[] name = certificate.getSubjectX500Principal().getEncoded();
            byte[] key = SubjectPublicKeyInfo.getInstance(
                            certificate.getPublicKey().getEncoded())
                    .getPublicKeyData()
                    .getBytes();
            for (String hash : HASHES.values()) {
                authorities.put(new Names(hash(hash, name), hash(hash, key)), issuer);
            }
        }
    }

    /** This one as long as the authorities are these, else a new one. */
    IssuerIndex of(List<IssuingAuthority> now) {
        return now.equals(issuers) ? this : new IssuerIndex(now);
    }

    Optional<IssuingAuthority> find(CertificateID id) {
        if (!HASHES.containsKey(id.getHashAlgOID())) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                authorities.get(new Names(Bytes.copyOf(id.getIssuerNameHash()), Bytes.copyOf(id.getIssuerKeyHash()))));
    }

    private static Bytes hash(String algorithm, byte[] content) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

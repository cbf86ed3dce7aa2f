package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.asn1.Nesting;
import io.pigw.runtime.identity.SerialNumber;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of revoked certificates (RFC 5280 §5) entry by entry, so that a large one costs its own size and little more. What
 * is not a full list of one CA that says its number and its end is refused, and so is every critical extension that is not
 * understood. The entries are read after the signature was found good.
 */
final class CrlReader {

    /** The largest list, in bytes. */
    static final int MAX_BYTES = 32 * 1024 * 1024;

    /** The most entries. */
    static final int MAX_ENTRIES = 500_000;

    private static final int V2 = 2;
    private static final int SEQUENCE = 0x30;
    private static final int MAX_LENGTH_OCTETS = 4;

    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA");

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
            Set.of(Extension.cRLNumber, Extension.authorityKeyIdentifier, Extension.issuingDistributionPoint);

    private final byte[] der;
    private final CertificateList list;
    private final TBSCertList content;
    private final String algorithm;
    private final Extensions extensions;
    private final X500Principal issuer;
    private final Instant thisUpdate;
    private final Instant nextUpdate;
    private final long number;

    private CrlReader(byte[] der) throws CrlRefusedException, IOException {
        this.der = der;
        this.list = parse(der);
        this.content = list.getTBSCertList();
        this.algorithm =
                present(ALGORITHMS.get(list.getSignatureAlgorithm().getAlgorithm()), "the signature's algorithm");
        require(list.getSignatureAlgorithm().equals(content.getSignature()), "two different algorithms");
        require(content.getVersionNumber() == V2, "not of version 2");
        this.issuer = new X500Principal(content.getIssuer().getEncoded());
        this.thisUpdate = content.getThisUpdate().getDate().toInstant();
        this.nextUpdate = present(content.getNextUpdate(), "it does not say when the next one is due")
                .getDate()
                .toInstant();
        this.extensions = present(content.getExtensions(), "it has no number");
        checkExtensions();
        this.number = readNumber();
    }

    /** Reads all but the entries. */
    static CrlReader read(byte[] der) throws CrlRefusedException {
        if (der.length > MAX_BYTES) {
            throw new CrlRefusedException(CrlRefusal.TOO_LARGE, "over " + MAX_BYTES + " bytes");
        }
        try {
            return new CrlReader(der);
        } catch (IOException | RuntimeException malformed) {
            throw malformed(malformed);
        }
    }

    /** Whether it is issued in the name of that CA. */
    boolean isIssuedInNameOf(X509Certificate ca) {
        return issuer.equals(ca.getSubjectX500Principal());
    }

    /** Key identifier of the CA, if the list says it. */
    @Nullable
    Bytes authorityKey() throws CrlRefusedException {
        try {
            AuthorityKeyIdentifier identifier = AuthorityKeyIdentifier.fromExtensions(extensions);
            byte[] key = identifier == null ? null : identifier.getKeyIdentifierOctets();
            return key == null ? null : Bytes.copyOf(key);
        } catch (RuntimeException malformed) {
            throw malformed(malformed);
        }
    }

    long number() {
        return number;
    }

    Instant thisUpdate() {
        return thisUpdate;
    }

    Instant nextUpdate() {
        return nextUpdate;
    }

    /** Whether the key's owner signed it. */
    boolean isSignedBy(PublicKey key) throws CrlRefusedException {
        try {
            int start = contentOffset(0);
            int end = contentOffset(start) + lengthAt(start);
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(der, start, end - start);
            return signature.verify(list.getSignature().getOctets());
        } catch (GeneralSecurityException notAtAll) {
            return false;
        } catch (RuntimeException malformed) {
            throw malformed(malformed);
        }
    }

    /** Reads the entries. */
    RevocationList entries(Bytes issuerKey) throws CrlRefusedException {
        SerialSet serials = new SerialSet();
        try {
            Enumeration<?> entries = content.getRevokedCertificateEnumeration();
            while (entries.hasMoreElements()) {
                TBSCertList.CRLEntry entry = TBSCertList.CRLEntry.getInstance(entries.nextElement());
                if (serials.size() >= MAX_ENTRIES) {
                    throw new CrlRefusedException(CrlRefusal.TOO_LARGE, "over " + MAX_ENTRIES + " entries");
                }
                Extensions ofEntry = entry.getExtensions();
                require(
                        ofEntry == null || ofEntry.getCriticalExtensionOIDs().length == 0,
                        "a critical extension of an entry");
                serials.add(SerialNumber.of(entry.getUserCertificate().getPositiveValue()));
            }
        } catch (RuntimeException malformed) {
            throw malformed(malformed);
        }
        Bytes whole = der.length <= RevocationNotice.MAX_CRL_SIZE ? Bytes.copyOf(der) : Bytes.EMPTY;
        return new RevocationList(issuerKey, number, thisUpdate, nextUpdate, serials, whole);
    }

    private static CertificateList parse(byte[] der) throws CrlRefusedException, IOException {
        if (!Nesting.isShallow(der)) {
            throw new CrlRefusedException(CrlRefusal.MALFORMED, "not one value");
        }
        try (ASN1InputStream in = new ASN1InputStream(der, true)) {
            ASN1Primitive whole = in.readObject();
            if (whole == null || in.read() >= 0) {
                throw new CrlRefusedException(CrlRefusal.MALFORMED, "not one value");
            }
            return CertificateList.getInstance(whole);
        }
    }

    private void checkExtensions() throws CrlRefusedException {
        for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
            require(UNDERSTOOD.contains(critical), "critical extension " + critical);
        }
        require(extensions.getExtension(Extension.deltaCRLIndicator) == null, "a delta");
        Extension scope = extensions.getExtension(Extension.issuingDistributionPoint);
        if (scope != null) {
            IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(scope.getParsedValue());
            require(
                    !point.isIndirectCRL()
                            && !point.onlyContainsAttributeCerts()
                            && !point.onlyContainsCACerts()
                            && !point.onlyContainsUserCerts()
                            && point.getOnlySomeReasons() == null,
                    "an indirect or partial list");
        }
    }

    private long readNumber() throws CrlRefusedException {
        Extension extension = present(extensions.getExtension(Extension.cRLNumber), "it has no number");
        BigInteger value = ASN1Integer.getInstance(extension.getParsedValue()).getValue();
        require(
                value.signum() >= 0 && value.compareTo(BigInteger.valueOf(RevocationNotice.MAX_NUMBER)) <= 0,
                "its number is out of range");
        return value.longValueExact();
    }

    private static void require(boolean holds, String otherwise) throws CrlRefusedException {
        if (!holds) {
            throw new CrlRefusedException(CrlRefusal.UNSUPPORTED, otherwise);
        }
    }

    private static <T> T present(@Nullable T value, String otherwise) throws CrlRefusedException {
        if (value == null) {
            throw new CrlRefusedException(CrlRefusal.UNSUPPORTED, otherwise);
        }
        return value;
    }

    private static CrlRefusedException malformed(Exception failure) {
        return new CrlRefusedException(CrlRefusal.MALFORMED, failure.getClass().getSimpleName());
    }

    /** Where the content of the sequence begins that begins at the given place. */
    private int contentOffset(int at) {
        if (der[at] != SEQUENCE) {
            throw new IllegalArgumentException("not a sequence");
        }
        int first = der[at + 1];
        return at + 2 + (first >= 0 ? 0 : first & 0x7f);
    }

    private int lengthAt(int at) {
        int first = der[at + 1];
        if (first >= 0) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
            throw new IllegalArgumentException("not DER");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = Math.addExact(Math.multiplyExact(length, 256), der[at + 2 + i] & 0xff);
        }
        return length;
    }
}

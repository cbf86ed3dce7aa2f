package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root's own list, which the operator puts beside the authority, for the root is off line: which issuing authorities are not
 * to be trusted any more. Read again when the file changes, and judged before anybody else sees it. On one thread.
 */
final class RootCrlFile {

    private static final Logger log = LoggerFactory.getLogger(RootCrlFile.class);
    private static final int MAX_BYTES = 1024 * 1024;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final X509Certificate root;
    private final String keyId;
    private final Path file;
    private final InstantSource clock;
    private @Nullable String looked;
    private @Nullable String offered;

    RootCrlFile(CertificateAuthority authority, InstantSource clock) {
        this.root = authority.root();
        this.keyId = IssuingAuthority.keyIdOf(root);
        this.file = authority.rootCrlFile();
        this.clock = clock;
    }

    /** By which the root's list is known: hex of the root's subject key identifier. */
    String keyId() {
        return keyId;
    }

    /** Whether there is something that was not looked at yet. Blocks on the disk. */
    boolean isChanged() {
        String now = stamp();
        return now != null && !now.equals(looked);
    }

    /**
     * What is there now, if it is a good list with a number above the one given: each time until it is {@link #taken}. What is not is
     * logged once, with the reason. Blocks on the disk.
     */
    Optional<Crl> look(long above) {
        String now = stamp();
        if (now == null || now.equals(looked)) {
            return Optional.empty();
        }
        try {
            Crl crl = read();
            if (crl.number() > above) {
                offered = now;
                return Optional.of(crl);
            }
            if (crl.number() < above) {
                throw new IOException(
                        "its number " + crl.number() + " is below " + above + ", which was served before");
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log(
                            "the root's list is not taken, and the one before stays: sign one with 'pigw enroll root-crl'");
        }
        looked = now;
        return Optional.empty();
    }

    /** What was found is on record. */
    void taken() {
        looked = offered;
    }

    private Crl read() throws IOException, GeneralSecurityException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is over " + MAX_BYTES + " bytes");
        }
        byte[] der = Files.readAllBytes(file);
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        if (!list.getIssuerX500Principal().equals(root.getSubjectX500Principal())) {
            throw new IOException("it is another root's");
        }
        list.verify(root.getPublicKey(), SignatureProviders.chosen());
        Set<String> critical = list.getCriticalExtensionOIDs();
        byte[] number = list.getExtensionValue(Extension.cRLNumber.getId());
        if (number == null || list.getNextUpdate() == null || (critical != null && !critical.isEmpty())) {
            throw new IOException("it has no number or no end, or is not for all certificates of the root");
        }
        Instant thisUpdate = list.getThisUpdate().toInstant();
        if (thisUpdate.isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
            throw new IOException("it is of " + thisUpdate + ", which is still to come: set the clocks right");
        }
        Instant nextUpdate = list.getNextUpdate().toInstant();
        if (!nextUpdate.isAfter(clock.instant())) {
            throw new IOException("it has ended at " + nextUpdate);
        }
        BigInteger value = ASN1Integer.getInstance(
                        ASN1OctetString.getInstance(number).getOctets())
                .getValue();
        return new Crl(
                keyId,
                value.longValueExact(),
                thisUpdate,
                nextUpdate,
                list.getRevokedCertificates() == null
                        ? 0
                        : list.getRevokedCertificates().size(),
                Bytes.copyOf(list.getEncoded()));
    }

    /** By which a change of the file is seen; null: there is none. */
    private @Nullable String stamp() {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : null;
        } catch (IOException gone) {
            return null;
        }
    }
}

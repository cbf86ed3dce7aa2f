package io.pigw.enrollment.ca;

import io.netty.util.NetUtil;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.runtime.identity.CertificateProfile;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate that is about to be signed, as a stranger would, and says what is not of the profile (RFC 5280 §4.1, RFC 6940
 * §11.3, RFC 6960 §4.2.2.2). Written apart from {@link Profile}, so that a mistake in one shows in the other.
 */
final class ProfileCheck {

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String NAMES = "2.5.29.17";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final String POLICIES = "2.5.29.32";
    private static final String PURPOSES = "2.5.29.37";
    private static final String CRL_POINTS = "2.5.29.31";
    private static final String ACCESS = "1.3.6.1.5.5.7.1.1";
    private static final String NO_CHECK = "1.3.6.1.5.5.7.48.1.5";

    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final String OCSP = "1.3.6.1.5.5.7.3.9";

    private static final int MAX_SERIAL_BITS = 159;
    private static final int MIN_SERIAL_BITS = 64;

    private final X509CertificateHolder certificate;
    private final String overlay;
    private final Subject subject;
    private final PublicKey key;
    private final X509Certificate issuer;
    private final @Nullable PublicationUrls publication;
    private final List<String> faults = new ArrayList<>();

    private ProfileCheck(X509CertificateHolder certificate, Order order) {
        this.certificate = certificate;
        this.overlay = order.overlay();
        this.subject = order.subject();
        this.key = order.key();
        this.issuer = order.issuer();
        this.publication = order.publication();
    }

    /**
     * What the certificate is to be.
     *
     * @param key that was proven
     * @param publication where verifiers look; null: nothing is published
     */
    record Order(
            String overlay,
            Subject subject,
            PublicKey key,
            X509Certificate issuer,
            @Nullable PublicationUrls publication) {}

    /** What is wrong; nothing if all is well. */
    static List<String> faults(X509CertificateHolder certificate, Order order) {
        return new ProfileCheck(certificate, order).run();
    }

    private List<String> run() {
        require("version", () -> certificate.getVersionNumber() == 3);
        require("serial number", this::serial);
        require("signature algorithm", this::algorithm);
        require(
                "issuer",
                () -> Arrays.equals(
                        certificate.getIssuer().getEncoded(),
                        issuer.getSubjectX500Principal().getEncoded()));
        require("validity", this::validity);
        require("public key", this::key);
        require(
                "unique identifiers",
                () -> certificate.toASN1Structure().getTBSCertificate().getSubjectUniqueId() == null
                        && certificate.toASN1Structure().getTBSCertificate().getIssuerUniqueId() == null);
        require("extensions", this::extensions);
        if (faults.isEmpty()) {
            require("subject", () -> certificate.getSubject().equals(subjectName()));
            require("names", this::names);
            require("key usage", () -> KeyUsage.fromExtensions(all()).equals(new KeyUsage(keyUse())));
            require(
                    "purposes",
                    () -> purposes(ExtendedKeyUsage.fromExtensions(all())).equals(purposes()));
            require("role", this::role);
            require("key identifiers", this::keyIds);
            require("CRL distribution point", this::crlPoint);
            require("authority information access", this::access);
            require("size", () -> certificate.getEncoded().length + MAX_SIGNATURE <= Identity.MAX_CERTIFICATE_SIZE);
        }
        return faults;
    }

    /** An ECDSA signature by P-256 in DER, beyond the empty one of a draft. */
    private static final int MAX_SIGNATURE = 70;

    private int keyUse() {
        boolean isSentTo =
                subject instanceof Subject.Node node && (node.role() == Role.PEER || node.role() == Role.CLIENT);
        return isSentTo ? KeyUsage.digitalSignature | KeyUsage.keyAgreement : KeyUsage.digitalSignature;
    }

    private boolean serial() {
        BigInteger serial = certificate.getSerialNumber();
        return serial.signum() > 0 && serial.bitLength() <= MAX_SERIAL_BITS && serial.bitLength() >= MIN_SERIAL_BITS;
    }

    private boolean algorithm() {
        var inner = certificate.toASN1Structure().getTBSCertificate().getSignature();
        return inner.equals(certificate.getSignatureAlgorithm())
                && inner.getAlgorithm().equals(X9ObjectIdentifiers.ecdsa_with_SHA256)
                && inner.getParameters() == null;
    }

    private boolean validity() {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        Duration most = CertificateAuthority.MAX_VALIDITY.plus(CertificateAuthority.BACK_DATED);
        return from.isBefore(to)
                && Duration.between(from, to).compareTo(most) <= 0
                && !to.isAfter(issuer.getNotAfter().toInstant());
    }

    private boolean key() {
        SubjectPublicKeyInfo found = certificate.getSubjectPublicKeyInfo();
        byte[] point = found.getPublicKeyData().getOctets();
        return found.equals(SubjectPublicKeyInfo.getInstance(key.getEncoded()))
                && found.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && SECObjectIdentifiers.secp256r1.equals(found.getAlgorithm().getParameters())
                && point.length == 65
                && point[0] == 4;
    }

    /** Exactly those of the profile, each once, critical or not as it says. */
    private boolean extensions() {
        Map<String, Boolean> expected = new TreeMap<>(Map.of(
                KEY_USAGE, true,
                PURPOSES, false,
                SUBJECT_KEY, false,
                AUTHORITY_KEY, false));
        if (isNamed()) {
            expected.put(NAMES, true);
            expected.put(POLICIES, false);
        }
        if (subject instanceof Subject.OcspSigner) {
            expected.put(NO_CHECK, false);
        } else if (publication != null) {
            expected.put(CRL_POINTS, false);
            expected.put(ACCESS, false);
        }
        Map<String, Boolean> found = new TreeMap<>();
        for (ASN1ObjectIdentifier id : all().getExtensionOIDs()) {
            found.put(id.getId(), all().getExtension(id).isCritical());
        }
        return found.equals(expected) && found.size() == all().getExtensionOIDs().length;
    }

    private boolean names() {
        GeneralNames names = GeneralNames.fromExtensions(all(), Extension.subjectAlternativeName);
        List<String> found = new ArrayList<>();
        if (names != null) {
            for (GeneralName name : names.getNames()) {
                found.add(name.getTagNo() + " " + name.getName());
            }
        }
        return found.equals(expectedNames());
    }

    private List<String> expectedNames() {
        List<String> names = new ArrayList<>();
        switch (subject) {
            case Subject.Node node -> {
                names.add(GeneralName.uniformResourceIdentifier + " p2psip:" + node.id() + "@" + overlay);
                for (Party.User user : node.users()) {
                    names.add(GeneralName.rfc822Name + " " + user);
                }
            }
            case Subject.Messenger messenger ->
                names.add(GeneralName.uniformResourceIdentifier + " p2psip:" + messenger.id() + "@" + overlay);
            case Subject.Server server -> {
                for (String host : server.names()) {
                    boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
                    GeneralName name = new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
                    names.add(name.getTagNo() + " " + name.getName());
                }
            }
            case Subject.OcspSigner _, Subject.StatementSigner _ -> {}
        }
        return names;
    }

    private Set<String> purposes() {
        return switch (subject) {
            case Subject.Node _, Subject.Messenger _ -> Set.of(SERVER, CLIENT);
            case Subject.Server _ -> Set.of(SERVER);
            case Subject.OcspSigner _ -> Set.of(OCSP);
            case Subject.StatementSigner signer -> Set.of(signer.about().purpose());
        };
    }

    private static Set<String> purposes(ExtendedKeyUsage usage) {
        Set<String> purposes = new TreeSet<>();
        for (KeyPurposeId purpose : usage.getUsages()) {
            purposes.add(purpose.getId());
        }
        return purposes;
    }

    private boolean role() {
        CertificatePolicies policies = CertificatePolicies.fromExtensions(all());
        if (!isNamed()) {
            return policies == null;
        }
        Role role = subject instanceof Subject.Node node ? node.role() : Role.ENROLLMENT;
        PolicyInformation[] found = policies.getPolicyInformation();
        return found.length == 1
                && found[0].getPolicyQualifiers() == null
                && found[0].getPolicyIdentifier().getId().equals(CertificateProfile.policyOid(role));
    }

    private boolean keyIds() {
        byte[] authority = AuthorityKeyIdentifier.fromExtensions(all()).getKeyIdentifierOctets();
        byte[] own = SubjectKeyIdentifier.fromExtensions(all()).getKeyIdentifier();
        return HexFormat.of().formatHex(authority).equals(IssuingAuthority.keyIdOf(issuer))
                && Arrays.equals(own, sha1(certificate.getSubjectPublicKeyInfo()));
    }

    /** RFC 5280 §4.2.1.2, method 1. */
    private static byte[] sha1(SubjectPublicKeyInfo key) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(key.getPublicKeyData().getOctets());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The issuer's list, whole: without one a node checks nothing. */
    private boolean crlPoint() {
        CRLDistPoint found = CRLDistPoint.fromExtensions(all());
        if (publication == null || subject instanceof Subject.OcspSigner) {
            return found == null;
        }
        DistributionPoint[] points = found.getDistributionPoints();
        return points.length == 1
                && points[0].getReasons() == null
                && points[0].getCRLIssuer() == null
                && points[0].getDistributionPoint().getType() == DistributionPointName.FULL_NAME
                && points[0]
                        .getDistributionPoint()
                        .getName()
                        .equals(new GeneralNames(url(publication.crl(IssuingAuthority.keyIdOf(issuer)))));
    }

    private boolean access() {
        AuthorityInformationAccess found = AuthorityInformationAccess.fromExtensions(all());
        if (publication == null || subject instanceof Subject.OcspSigner) {
            return found == null;
        }
        AccessDescription[] places = found.getAccessDescriptions();
        return places.length == 2
                && places[0].getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                && places[0].getAccessLocation().equals(url(publication.ocsp()))
                && places[1].getAccessMethod().equals(AccessDescription.id_ad_caIssuers)
                && places[1].getAccessLocation().equals(url(publication.authority(IssuingAuthority.keyIdOf(issuer))));
    }

    private static GeneralName url(URI where) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, where.toString());
    }

    private X500Name subjectName() {
        return switch (subject) {
            case Subject.Node _, Subject.Messenger _, Subject.Server _ -> new X500Name(new RDN[0]);
            case Subject.OcspSigner _ -> CaNames.of(overlay, "OCSP");
            case Subject.StatementSigner signer ->
                CaNames.of(overlay, signer.about().label());
        };
    }

    private boolean isNamed() {
        return switch (subject) {
            case Subject.Node _, Subject.Messenger _, Subject.Server _ -> true;
            case Subject.OcspSigner _, Subject.StatementSigner _ -> false;
        };
    }

    private Extensions all() {
        return certificate.getExtensions();
    }

    private void require(String what, Check check) {
        try {
            if (!check.holds()) {
                faults.add(what);
            }
        } catch (IOException | RuntimeException unreadable) {
            faults.add(what + " cannot be read");
        }
    }

    /** One rule. */
    @FunctionalInterface
    private interface Check {
        boolean holds() throws IOException;
    }
}

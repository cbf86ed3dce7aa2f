package io.pigw.enrollment.ca;

import io.netty.util.NetUtil;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateProfile;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** The extensions of what the authority issues ({@link CertificateProfile}, RFC 6940 §11.3, RFC 5280 §4.2). */
final class Profile {

    private static final KeyPurposeId[] NODE = {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};

    private Profile() {}

    /** Empty but for signers, which have no other name. */
    static X500Name name(Subject subject, String overlay) {
        return switch (subject) {
            case Subject.Node _, Subject.Messenger _, Subject.Server _ -> new X500Name(new RDN[0]);
            case Subject.OcspSigner _ -> CaNames.of(overlay, "OCSP");
            case Subject.StatementSigner signer ->
                CaNames.of(overlay, signer.about().label());
        };
    }

    static void apply(
            X509v3CertificateBuilder builder,
            String overlay,
            Subject subject,
            PublicKey key,
            IssuingAuthority issuer,
            @Nullable PublicationUrls publication)
            throws CertIOException, GeneralSecurityException {
        JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
        List<GeneralName> names = names(subject, overlay);
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, true, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUse(subject)))
                .addExtension(Extension.extendedKeyUsage, false, usage(subject));
        Role role = role(subject);
        if (role != null) {
            builder.addExtension(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(
                            new PolicyInformation(new ASN1ObjectIdentifier(CertificateProfile.policyOid(role)))));
        }
        builder.addExtension(Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        keyIds.createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
        if (subject instanceof Subject.OcspSigner) {
            // RFC 6960 §4.2.2.2.1: nobody asks about who answers
            builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        } else if (publication != null) {
            builder.addExtension(Extension.cRLDistributionPoints, false, crl(publication.crl(issuer.keyId())))
                    .addExtension(Extension.authorityInfoAccess, false, access(publication, issuer.keyId()));
        }
    }

    /** Messages are encrypted to peers and clients by their keys (RFC 5480 §3, RFC 5753). */
    private static int keyUse(Subject subject) {
        return switch (role(subject)) {
            case PEER, CLIENT -> KeyUsage.digitalSignature | KeyUsage.keyAgreement;
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> KeyUsage.digitalSignature;
            case null -> KeyUsage.digitalSignature;
        };
    }

    static CRLDistPoint crl(URI where) {
        DistributionPointName name = new DistributionPointName(new GeneralNames(url(where)));
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
    }

    private static AuthorityInformationAccess access(PublicationUrls publication, String issuer) {
        return new AuthorityInformationAccess(new AccessDescription[] {
            new AccessDescription(AccessDescription.id_ad_ocsp, url(publication.ocsp())),
            new AccessDescription(AccessDescription.id_ad_caIssuers, url(publication.authority(issuer)))
        });
    }

    private static GeneralName url(URI where) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, where.toString());
    }

    private static @Nullable Role role(Subject subject) {
        return switch (subject) {
            case Subject.Node node -> node.role();
            case Subject.Messenger _, Subject.Server _ -> Role.ENROLLMENT;
            case Subject.OcspSigner _, Subject.StatementSigner _ -> null;
        };
    }

    private static ExtendedKeyUsage usage(Subject subject) {
        return switch (subject) {
            case Subject.Node _, Subject.Messenger _ -> new ExtendedKeyUsage(NODE);
            case Subject.Server _ -> new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
            case Subject.OcspSigner _ -> new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning);
            case Subject.StatementSigner signer ->
                new ExtendedKeyUsage(KeyPurposeId.getInstance(
                        new ASN1ObjectIdentifier(signer.about().purpose())));
        };
    }

    private static List<GeneralName> names(Subject subject, String overlay) {
        return switch (subject) {
            case Subject.Node node -> node(node, overlay);
            case Subject.Messenger messenger -> List.of(node(messenger.id(), overlay));
            case Subject.Server server ->
                server.names().stream().map(Profile::host).toList();
            case Subject.OcspSigner _, Subject.StatementSigner _ -> List.of();
        };
    }

    private static List<GeneralName> node(Subject.Node node, String overlay) {
        List<GeneralName> names = new ArrayList<>();
        names.add(node(node.id(), overlay));
        for (Party.User user : node.users()) {
            names.add(new GeneralName(GeneralName.rfc822Name, user.toString()));
        }
        return names;
    }

    private static GeneralName node(NodeId id, String overlay) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, CertificateProfile.nodeUri(id, overlay));
    }

    private static GeneralName host(String name) {
        boolean isAddress = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
        return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}

package io.pigw.enrollment.ca;

import io.netty.util.NetUtil;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.identity.CertificateProfile;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
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

/** The extensions of what the authority issues ({@link CertificateProfile}, RFC 6940 §11.3, RFC 5280 §4.2). */
final class Profile {

    private Profile() {}

    static void apply(
            X509v3CertificateBuilder builder, String overlay, Subject subject, PublicKey key, X509Certificate issuer)
            throws CertIOException, GeneralSecurityException {
        JcaX509ExtensionUtils keyIds = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectAlternativeName, true, names(subject, overlay))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, usage(subject))
                .addExtension(
                        Extension.certificatePolicies,
                        false,
                        new CertificatePolicies(new PolicyInformation(
                                new ASN1ObjectIdentifier(CertificateProfile.policyOid(role(subject))))))
                .addExtension(Extension.subjectKeyIdentifier, false, keyIds.createSubjectKeyIdentifier(key))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        keyIds.createAuthorityKeyIdentifier(issuer.getPublicKey()));
    }

    private static Role role(Subject subject) {
        return switch (subject) {
            case Subject.Node node -> node.role();
            case Subject.Server _ -> Role.ENROLLMENT;
        };
    }

    private static ExtendedKeyUsage usage(Subject subject) {
        return switch (subject) {
            case Subject.Node _ ->
                new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth});
            case Subject.Server _ -> new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
        };
    }

    private static GeneralNames names(Subject subject, String overlay) {
        List<GeneralName> names = new ArrayList<>();
        switch (subject) {
            case Subject.Node node -> {
                names.add(new GeneralName(
                        GeneralName.uniformResourceIdentifier, CertificateProfile.nodeUri(node.id(), overlay)));
                for (Party.User user : node.users()) {
                    names.add(new GeneralName(GeneralName.rfc822Name, user.toString()));
                }
            }
            case Subject.Server server -> {
                for (String name : server.names()) {
                    boolean isAddress = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
                    names.add(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name));
                }
            }
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}

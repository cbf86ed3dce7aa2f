package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Identity;
import io.pigw.runtime.identity.CertificateProfile.NodeUri;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** Reads what a certificate says of its node, and refuses what is not of {@link CertificateProfile}. Judges no signature. */
public final class CertificateReader {

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String POLICIES = "2.5.29.32";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int RFC822_NAME = 1;
    private static final int URI = 6;
    private static final int P256_BITS = 256;
    private static final Duration BACKDATING = Duration.ofMinutes(10);

    private CertificateReader() {}

    /**
     * Reads the certificate of a node.
     *
     * @throws CertificateRefusedException with {@link RefusalReason#BAD_PROFILE}
     */
    public static NodeCertificate read(X509Certificate certificate) throws CertificateRefusedException {
        try {
            byte[] der = certificate.getEncoded();
            require(der.length <= Identity.MAX_CERTIFICATE_SIZE, "larger than 3000 bytes");
            checkUse(certificate);
            Names names = names(certificate.getSubjectAlternativeNames());
            NodeUri node = names.node();
            return new NodeCertificate(
                    node.id(),
                    node.overlay(),
                    role(certificate),
                    names.users(),
                    Bytes.copyOf(der),
                    sha256(der),
                    certificate.getNotAfter().toInstant());
        } catch (CertificateRefusedException refused) {
            throw refused;
        } catch (CertificateException | IOException | IllegalArgumentException malformed) {
            throw new CertificateRefusedException(
                    RefusalReason.BAD_PROFILE,
                    "malformed: " + malformed.getClass().getSimpleName());
        }
    }

    static Bytes sha256(byte[] der) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void checkUse(X509Certificate certificate) throws CertificateRefusedException {
        require(certificate.getBasicConstraints() < 0, "a CA's certificate");
        require(certificate.getSubjectX500Principal().getName().isEmpty(), "the subject is not empty");
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        require(
                critical != null && critical.contains(KEY_USAGE) && critical.contains(SUBJECT_ALTERNATIVE_NAME),
                "key usage and subject alternative name must be critical");
        boolean[] usage = certificate.getKeyUsage();
        require(usage != null && usage[0], "key usage lacks digitalSignature");
        require(hasExtendedUses(certificate), "extended key usage must be client and server");
        require(
                certificate.getPublicKey() instanceof ECPublicKey key
                        && key.getParams().getCurve().getField().getFieldSize() == P256_BITS,
                "the key is not P-256");
        Duration validity = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        require(
                validity.compareTo(CertificateProfile.MAX_VALIDITY.plus(BACKDATING)) <= 0,
                "valid for more than 30 days");
    }

    private static boolean hasExtendedUses(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses != null && uses.contains(SERVER_AUTH) && uses.contains(CLIENT_AUTH);
        } catch (CertificateParsingException malformed) {
            return false;
        }
    }

    private static Names names(@Nullable Collection<List<?>> alternatives) throws CertificateRefusedException {
        @Nullable NodeUri node = null;
        List<Party.User> users = new ArrayList<>();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            int type = (Integer) alternative.get(0);
            if (type == URI) {
                require(node == null, "more than one node URI");
                node = CertificateProfile.parseNodeUri((String) alternative.get(1));
            } else if (type == RFC822_NAME) {
                require(users.size() < CertificateProfile.MAX_USERS, "more than 8 user names");
                require(
                        Party.parse((String) alternative.get(1)) instanceof Party.User user && users.add(user),
                        "a user name is none");
            }
        }
        if (node == null) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, "no node URI");
        }
        return new Names(node, users);
    }

    private static Role role(X509Certificate certificate) throws CertificateRefusedException, IOException {
        byte[] extension = certificate.getExtensionValue(POLICIES);
        require(extension != null, "no policy");
        List<Role> roles = new ArrayList<>();
        CertificatePolicies policies =
                CertificatePolicies.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
        for (PolicyInformation policy : policies.getPolicyInformation()) {
            CertificateProfile.role(policy.getPolicyIdentifier().getId()).ifPresent(roles::add);
        }
        require(roles.size() == 1, "not exactly one role");
        return roles.getFirst();
    }

    private static void require(boolean holds, String otherwise) throws CertificateRefusedException {
        if (!holds) {
            throw new CertificateRefusedException(RefusalReason.BAD_PROFILE, otherwise);
        }
    }

    private record Names(NodeUri node, List<Party.User> users) {}
}

package io.pigw.runtime.cms;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.asn1.Nesting;
import io.pigw.runtime.identity.NodeIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientId;

/**
 * Decrypts what is encrypted to a node's key: AuthEnvelopedData with AES-GCM alone, so that whatever was altered under way is no
 * plaintext at all. It knows the node's key before the last renewal too, for senders may not know the new certificate yet. Its
 * {@link #toString()} holds no key. Immutable; a millisecond or two.
 */
public final class Opener {

    private static final int MAX_KEYS = 2;
    private static final int MAX_RECIPIENTS = 32;
    private static final Set<ASN1ObjectIdentifier> CIPHERS =
            Set.of(CMSAlgorithm.AES128_GCM, CMSAlgorithm.AES192_GCM, CMSAlgorithm.AES256_GCM);

    private final List<NodeIdentity> newestFirst;

    private Opener(List<NodeIdentity> newestFirst) {
        this.newestFirst = List.copyOf(newestFirst);
    }

    /** Of a node with that key. */
    public static Opener of(NodeIdentity identity) {
        return new Opener(List.of(identity));
    }

    /** The same after a renewal. */
    public Opener renewed(NodeIdentity next) {
        List<NodeIdentity> all = new ArrayList<>(newestFirst);
        all.addFirst(next);
        return new Opener(all.subList(0, Math.min(MAX_KEYS, all.size())));
    }

    /** What is within; empty if it is not for this node, was altered, or is of another kind. */
    public Optional<MimeEntity> open(Bytes sealed) {
        byte[] cms = sealed.toArray();
        if (!Nesting.isShallow(cms)) {
            return Optional.empty();
        }
        try {
            CMSAuthEnvelopedData data = new CMSAuthEnvelopedData(cms);
            List<RecipientInformation> recipients =
                    List.copyOf(data.getRecipientInfos().getRecipients());
            if (!CIPHERS.contains(new ASN1ObjectIdentifier(data.getEncryptionAlgOID()))
                    || recipients.size() > MAX_RECIPIENTS) {
                return Optional.empty();
            }
            for (NodeIdentity own : newestFirst) {
                JceKeyAgreeRecipientId issuerAndSerial =
                        new JceKeyAgreeRecipientId(own.chain().getFirst());
                for (RecipientInformation recipient : recipients) {
                    if (recipient instanceof KeyAgreeRecipientInformation agreed
                            && agreed.getRID().equals(issuerAndSerial)) {
                        return MimeEntity.parse(agreed.getContent(
                                new JceKeyAgreeAuthEnvelopedRecipient(own.key()).setProvider(Sealer.CASTLE)));
                    }
                }
            }
            return Optional.empty();
        } catch (CMSException | RuntimeException foreign) {
            // Bouncy Castle throws unchecked exceptions too at what others wrote
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Opener of " + newestFirst.getFirst();
    }
}

package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Makes a CRL: version 2, whole (neither delta nor indirect), of one issuing authority's certificates; with authority key
 * identifier and CRL number, and for each entry its reason unless that is unspecified (RFC 5280 §5). The entries are written
 * one by one: as a tree of objects 100,000 of them would take seconds and 200 MB.
 */
public final class CrlSigner {

    private static final int SEQUENCE = 0x30;
    private static final int EXTENSIONS = 0xA0;
    private static final int LONG_LENGTH = 0x80;
    private static final ASN1Integer V2 = new ASN1Integer(1);

    private CrlSigner() {}

    /**
     * Signs, and makes sure that the signature verifies before anyone else sees it.
     *
     * @param life how long the list is good from {@code now} on
     * @throws IllegalStateException if the key does not sign
     */
    public static Crl sign(IssuingAuthority authority, CrlDraft draft, Instant now, Duration life) {
        Instant thisUpdate = now.truncatedTo(ChronoUnit.SECONDS);
        Instant nextUpdate = thisUpdate.plus(life);
        try {
            ContentSigner signer = authority.signer();
            byte[] content = content(authority, draft, signer, thisUpdate, nextUpdate);
            feed(signer.getOutputStream(), content);
            byte[] signature = signer.getSignature();
            requireSound(authority, signer, content, signature);
            ByteArrayOutputStream whole = new ByteArrayOutputStream(content.length + 128);
            whole.writeBytes(content);
            write(whole, signer.getAlgorithmIdentifier());
            write(whole, new DERBitString(signature));
            return new Crl(
                    authority.keyId(),
                    draft.number(),
                    thisUpdate,
                    nextUpdate,
                    draft.entries().size(),
                    Bytes.copyOf(wrapped(SEQUENCE, whole.toByteArray())));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("the CRL cannot be signed", e);
        }
    }

    /** {@code TBSCertList}. */
    private static byte[] content(
            IssuingAuthority authority, CrlDraft draft, ContentSigner signer, Instant thisUpdate, Instant nextUpdate)
            throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        write(content, V2);
        write(content, signer.getAlgorithmIdentifier());
        write(
                content,
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()));
        write(content, new Time(Date.from(thisUpdate)));
        write(content, new Time(Date.from(nextUpdate)));
        if (!draft.entries().isEmpty()) {
            content.writeBytes(wrapped(SEQUENCE, entries(draft.entries())));
        }
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(HexFormat.of().parseHex(authority.keyId())));
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(draft.number())));
        content.writeBytes(wrapped(EXTENSIONS, extensions.generate().getEncoded(ASN1Encoding.DER)));
        return wrapped(SEQUENCE, content.toByteArray());
    }

    private static byte[] entries(List<CrlDraft.Entry> entries) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (CrlDraft.Entry entry : entries) {
            ASN1EncodableVector one = new ASN1EncodableVector();
            one.add(new ASN1Integer(entry.serial()));
            one.add(new Time(Date.from(entry.revokedAt())));
            ExtensionsGenerator extensions = extensions(entry);
            if (!extensions.isEmpty()) {
                one.add(extensions.generate());
            }
            write(all, new DERSequence(one));
        }
        return all.toByteArray();
    }

    private static ExtensionsGenerator extensions(CrlDraft.Entry entry) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        if (entry.reason() != RevocationReason.UNSPECIFIED) {
            extensions.addExtension(
                    Extension.reasonCode, false, CRLReason.lookup(entry.reason().code()));
        }
        Instant since = entry.invalidSince();
        if (since != null) {
            extensions.addExtension(Extension.invalidityDate, false, new ASN1GeneralizedTime(Date.from(since)));
        }
        return extensions;
    }

    private static void requireSound(IssuingAuthority authority, ContentSigner signer, byte[] content, byte[] signature)
            throws OperatorCreationException, IOException {
        ContentVerifier verifier = new JcaContentVerifierProviderBuilder()
                .setProvider(SignatureProviders.chosen())
                .build(authority.certificate().getPublicKey())
                .get(signer.getAlgorithmIdentifier());
        feed(verifier.getOutputStream(), content);
        if (!verifier.verify(signature)) {
            throw new IllegalStateException("the CRL's signature does not verify");
        }
    }

    private static void feed(OutputStream to, byte[] content) throws IOException {
        to.write(content);
        to.close();
    }

    private static void write(ByteArrayOutputStream to, ASN1Encodable what) throws IOException {
        to.writeBytes(what.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }

    /** Tag, length in DER (X.690 §8.1.3, §10.1), content. */
    private static byte[] wrapped(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < LONG_LENGTH) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            out.write(LONG_LENGTH | (length.length - from));
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}

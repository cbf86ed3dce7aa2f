package io.pigw.enrollment.issue;

import io.pigw.enrollment.audit.AuditCheckpoints;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Prepared;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.store.OwnCertificates;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Signs one kind of the server's statements as CMS SignedData (RFC 5652), by a key for it alone that lives in memory. A new
 * key and certificate are made at the first use and once half of the certificate's life is over. Blocks; any thread.
 */
public final class StatementSigner implements AuditCheckpoints.Signer {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private final Statement about;
    private final CertificateAuthority authority;
    private final OwnCertificates store;
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable Current current;

    private record Current(KeyPair pair, List<X509Certificate> chain, Instant renewAt) {}

    /** Signs statements of that kind. */
    public StatementSigner(
            Statement about,
            CertificateAuthority authority,
            OwnCertificates store,
            InstantSource clock,
            SecureRandom random) {
        this.about = about;
        this.authority = authority;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void prepare() throws GeneralSecurityException, InterruptedException {
        current();
    }

    /** The content, signed, with the certificates between it and the root; DER. */
    @Override
    public byte[] sign(byte[] content) throws GeneralSecurityException, InterruptedException {
        Current signing = current();
        Instant now = clock.instant();
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(SignatureProviders.chosen())
                    .build(signing.pair().getPrivate());
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(at(now)))
                            .build(signer, signing.chain().getFirst()));
            generator.addCertificates(new JcaCertStore(signing.chain()));
            return generator
                    .generate(new CMSProcessableByteArray(content), true)
                    .getEncoded("DER");
        } catch (OperatorCreationException | CMSException | IOException e) {
            throw new GeneralSecurityException("a statement cannot be signed", e);
        }
    }

    private static AttributeTable at(Instant now) {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now)))));
        return new AttributeTable(attributes);
    }

    private synchronized Current current() throws GeneralSecurityException, InterruptedException {
        Instant now = clock.instant();
        Current known = current;
        if (known != null && now.isBefore(known.renewAt())) {
            return known;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        Prepared prepared = authority.prepareOwn(pair.getPublic(), new Subject.StatementSigner(about));
        X509Certificate leaf = authority.issue(prepared);
        try {
            store.recordOwn(Issuer.record(prepared, leaf), now).get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new GeneralSecurityException("the signer's certificate cannot be put on record", e);
        }
        Duration half = Duration.between(now, prepared.notAfter()).dividedBy(2);
        Current fresh = new Current(pair, authority.chain(leaf), now.plus(half));
        current = fresh;
        return fresh;
    }
}

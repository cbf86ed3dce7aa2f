package io.pigw.runtime.testing;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A list of revoked certificates under construction. What is not set is good: issued a minute ago, for a day. */
public final class TestCrl {

    private final X509Certificate ca;
    private KeyPair key;
    private final long number;
    private Instant thisUpdate;
    private Instant nextUpdate;
    private final List<BigInteger> serials = new ArrayList<>();
    private final List<Extra> extras = new ArrayList<>();
    private boolean numbered = true;

    TestCrl(X509Certificate ca, KeyPair key, long number, Instant now) {
        this.ca = ca;
        this.key = key;
        this.number = number;
        this.thisUpdate = now.minus(Duration.ofMinutes(1));
        this.nextUpdate = now.plus(Duration.ofDays(1));
    }

    /** Names the node's certificate. */
    public TestCrl revoke(NodeIdentity identity) {
        return revoke(identity.chain().getFirst().getSerialNumber());
    }

    /** Names the certificate of that number. */
    public TestCrl revoke(BigInteger serial) {
        serials.add(serial);
        return this;
    }

    /** Other times. */
    public TestCrl valid(Instant from, Instant next) {
        thisUpdate = from;
        nextUpdate = next;
        return this;
    }

    /** Signed with another key. */
    public TestCrl signedBy(KeyPair other) {
        key = other;
        return this;
    }

    /** Without a number. */
    public TestCrl unnumbered() {
        numbered = false;
        return this;
    }

    /** A delta of another one. */
    public TestCrl delta() {
        extras.add(new Extra(Extension.deltaCRLIndicator, true, new ASN1Integer(1)));
        return this;
    }

    /** For certificates of nodes alone. */
    public TestCrl partial() {
        extras.add(new Extra(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, true, false, null, false, false)));
        return this;
    }

    /** With a scope that leaves out nothing. */
    public TestCrl scopedToAll() {
        extras.add(new Extra(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, false, false, null, false, false)));
        return this;
    }

    /** With a critical extension that nobody knows. */
    public TestCrl withCriticalExtension() {
        extras.add(new Extra(new ASN1ObjectIdentifier("2.25.1"), true, DERNull.INSTANCE));
        return this;
    }

    /** Signs it. */
    public Bytes sign() {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()), Date.from(thisUpdate));
        builder.setNextUpdate(Date.from(nextUpdate));
        serials.forEach(serial -> builder.addCRLEntry(serial, Date.from(thisUpdate), CRLReason.keyCompromise));
        try {
            if (numbered) {
                builder.addExtension(Extension.cRLNumber, false, new ASN1Integer(number));
            }
            for (Extra extra : extras) {
                builder.addExtension(extra.oid, extra.critical, extra.value);
            }
            return Bytes.copyOf(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record Extra(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {}
}

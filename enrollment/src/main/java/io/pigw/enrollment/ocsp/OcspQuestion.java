package io.pigw.enrollment.ocsp;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.asn1.Nesting;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.Req;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be read (RFC 6960 §4.1). A signature on it is not looked at, and says nothing: everyone may ask.
 *
 * @param certificates whom it asks for, at least one
 * @param nonce as it stands in the request, to be echoed; null: none
 */
record OcspQuestion(
        List<CertificateID> certificates, @Nullable Extension nonce) {

    /** RFC 9654 §2.1: a nonce has 1 to 128 octets. */
    private static final int MAX_NONCE = 128;

    /** RFC 5280 §4.1.2.2. */
    private static final int MAX_SERIAL_BITS = 160;

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(
            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
            OCSPObjectIdentifiers.id_pkix_ocsp_response,
            OCSPObjectIdentifiers.id_pkix_ocsp_service_locator);

    OcspQuestion {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads a request.
     *
     * @param most how many certificates it may ask for
     * @throws OCSPException if it is malformed, asks for too many certificates, bears a critical extension that is not
     *     understood, or a nonce out of range
     */
    static OcspQuestion read(byte[] der, int most) throws OCSPException {
        if (!Nesting.isShallow(der)) {
            throw new OCSPException("the request cannot be read");
        }
        try {
            OCSPReq request = new OCSPReq(der);
            requireUnderstood(request.getCriticalExtensionOIDs());
            List<CertificateID> certificates = new ArrayList<>();
            for (Req one : request.getRequestList()) {
                requireSerial(one.getCertID().getSerialNumber());
                certificates.add(one.getCertID());
            }
            if (certificates.isEmpty() || certificates.size() > most) {
                throw new OCSPException("a request is about 1 to " + most + " certificates");
            }
            Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (nonce != null) {
                int size = ASN1OctetString.getInstance(nonce.getParsedValue()).getOctetsLength();
                if (size < 1 || size > MAX_NONCE) {
                    throw new OCSPException("a nonce has 1 to " + MAX_NONCE + " octets");
                }
            }
            return new OcspQuestion(certificates, nonce);
        } catch (IOException | RuntimeException malformed) {
            throw new OCSPException("the request cannot be read", malformed);
        }
    }

    /** By which the same question is known again; none if its answer is for one client, or about more than one certificate. */
    @Nullable
    Bytes key() {
        if (nonce != null || certificates.size() != 1) {
            return null;
        }
        return keyOf(certificates.getFirst());
    }

    static Bytes keyOf(CertificateID id) {
        try {
            return Bytes.copyOf(id.toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a CertID that was read cannot be written", e);
        }
    }

    private static void requireUnderstood(Set<?> critical) throws OCSPException {
        for (Object oid : critical) {
            if (!(oid instanceof ASN1ObjectIdentifier id && UNDERSTOOD.contains(id))) {
                throw new OCSPException("a critical extension is not understood");
            }
        }
    }

    private static void requireSerial(BigInteger serial) throws OCSPException {
        if (serial.signum() < 0 || serial.bitLength() > MAX_SERIAL_BITS) {
            throw new OCSPException("no serial number");
        }
    }
}

package io.pigw.runtime.est;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.Attribute;

/** Reads what a server wants in requests (RFC 7030 §4.5.2 in the encoding of RFC 8951 §3.1): OIDs and attributes. */
final class CsrAttributesReader {

    private static final int MAX_ITEMS = 64;

    private CsrAttributesReader() {}

    /** The OIDs, of attributes their type and then those of their values that are OIDs. */
    static List<String> read(byte[] base64) throws EstException {
        try {
            ASN1Sequence items =
                    ASN1Sequence.getInstance(Base64.getMimeDecoder().decode(base64));
            if (items.size() > MAX_ITEMS) {
                throw new EstException("the answer holds too many attributes of requests");
            }
            List<String> found = new ArrayList<>();
            for (ASN1Encodable item : items) {
                if (item instanceof ASN1ObjectIdentifier single) {
                    found.add(single.getId());
                } else {
                    Attribute attribute = Attribute.getInstance(item);
                    found.add(attribute.getAttrType().getId());
                    for (ASN1Encodable value : attribute.getAttrValues()) {
                        if (value instanceof ASN1ObjectIdentifier named) {
                            found.add(named.getId());
                        }
                    }
                }
            }
            return List.copyOf(found);
        } catch (RuntimeException malformed) {
            // Bouncy Castle throws several unchecked exceptions at malformed ASN.1.
            throw new EstException("the answer is no list of attributes of requests", malformed);
        }
    }
}

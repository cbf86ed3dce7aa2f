package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.RevocationNotice;
import java.util.HexFormat;

/** News of revoked certificates: a list as it is published (RFC 5280), or its number. */
final class RevocationCodec {

    /** RFC 2585 §4.2. */
    static final String CRL = "application/pkix-crl";

    private static final HexFormat HEX = HexFormat.of();

    private RevocationCodec() {}

    static RevocationNotice read(Head head, ByteBuf body) throws DecodeException {
        if (body.readableBytes() > RevocationNotice.MAX_CRL_SIZE) {
            throw new DecodeException(Rule.BODY_TOO_LARGE, "a CRL is over " + RevocationNotice.MAX_CRL_SIZE + " bytes");
        }
        Values.bodyOf(CRL, head, body);
        return new RevocationNotice(
                Values.transaction(head),
                issuer(head.text(HeaderName.ISSUER)),
                head.number(HeaderName.CRL_NUMBER, RevocationNotice.MAX_NUMBER),
                Bytes.read(body, body.readableBytes()));
    }

    static void write(RevocationNotice notice, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + SessionLine.REVOCATION_NOTICE);
        head.transaction(notice.transaction());
        head.header(HeaderName.ISSUER, notice.issuer().toHex());
        head.header(HeaderName.CRL_NUMBER, notice.number());
        if (notice.crl().size() > head.limits().maxBodyBytes()) {
            throw new IllegalArgumentException("the CRL is over the limit of the body");
        }
        if (notice.hasCrl()) {
            head.header(HeaderName.CONTENT_TYPE, CRL);
        }
        head.header(HeaderName.CONTENT_LENGTH, notice.crl().size());
        head.end();
        notice.crl().writeTo(head.out());
    }

    private static Bytes issuer(String text) {
        Bytes issuer = Bytes.copyOf(HEX.parseHex(text));
        if (!issuer.toHex().equals(text)) {
            throw new IllegalArgumentException("hexadecimal digits are lower case");
        }
        return issuer;
    }
}

package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;

/** Writes messages as P2PSIP/2.0: CRLF, one spelling a header, the order of the paper's figures. Safe on any thread. */
public final class P2psipEncoder {

    private P2psipEncoder() {}

    /** As {@link #encode(P2psipMessage, ByteBuf, Limits)} within {@link Limits#DEFAULTS}. */
    public static void encode(P2psipMessage message, ByteBuf out) {
        encode(message, out, Limits.DEFAULTS);
    }

    /**
     * Appends the message to the buffer.
     *
     * @throws IllegalArgumentException when it is larger than the limits allow or cannot be sent at all; the buffer is
     *     then as it was
     */
    public static void encode(P2psipMessage message, ByteBuf out, Limits limits) {
        int start = out.writerIndex();
        boolean written = false;
        try {
            HeadWriter head = new HeadWriter(out, limits);
            switch (message) {
                case MessageRequest request -> TextCodec.write(request, head);
                case Response response -> TextCodec.write(response, head);
                case PingRequest ping -> PingCodec.write(ping, head);
                case PingResponse ping -> PingCodec.write(ping, head);
                case PingReceipt receipt -> AuditCodec.write(receipt, head);
                case AuditRequest request -> AuditCodec.write(request, head);
                case AuditAnswer answer -> AuditCodec.write(answer, head);
                case LocateRequest request -> LocateCodec.write(request, head);
                case LocateAnswer answer -> LocateCodec.write(answer, head);
                case ChordMessage chord -> ChordCodec.write(chord, head);
                case TrustMessage trust -> TrustCodec.write(trust, head);
                case NameMessage name -> NameCodec.write(name, head);
                case RecordMessage records -> RecordCodec.write(records, head);
                case RevocationNotice notice -> RevocationCodec.write(notice, head);
                case UnknownRequest _ -> throw new IllegalArgumentException("an unknown message is not sent");
            }
            written = true;
        } finally {
            if (!written) {
                out.writerIndex(start);
            }
        }
    }
}

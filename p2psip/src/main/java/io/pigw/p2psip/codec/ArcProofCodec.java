package io.pigw.p2psip.codec;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ArcProof;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Arc: csp begin node milliseconds} with {@code Identity} and {@code Identity-Info}. */
final class ArcProofCodec {

    private static final int IDS = 3;

    private ArcProofCodec() {}

    static @Nullable ArcProof readOptional(Head head) throws DecodeException {
        return head.has(HeaderName.ARC) ? read(head) : null;
    }

    static ArcProof read(Head head) throws DecodeException {
        String text = head.text(HeaderName.ARC);
        int last = text.lastIndexOf(' ');
        List<NodeId> ids = Values.nodeIds(text.substring(0, Math.max(0, last)), IDS);
        if (ids.size() != IDS) {
            throw new IllegalArgumentException("Arc is not 'csp begin node milliseconds'");
        }
        return new ArcProof(
                ids.getFirst(),
                ids.getLast(),
                ids.get(1),
                Values.milliseconds(text.substring(last + 1)),
                Values.identity(head));
    }

    static void write(ArcProof proof, HeadWriter head) {
        head.words(
                HeaderName.ARC,
                List.of(
                        proof.csp(),
                        proof.begin(),
                        proof.node(),
                        proof.issuedAt().toEpochMilli()));
        head.identity(proof.identity());
    }
}

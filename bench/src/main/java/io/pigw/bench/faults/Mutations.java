package io.pigw.bench.faults;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes bad input of good. Pure, but for the random numbers that it is given. */
final class Mutations {

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r\n\r\n",
            ":",
            ";",
            " ",
            "\0",
            "é",
            "@",
            "-1",
            "0",
            "65536",
            "99999999999999999999",
            "340282366920938463463374607431768211456",
            "P2PSIP/2.0 ",
            "MESSAGE ",
            "PingRequest",
            "JoinRequest",
            "UpdateRequest",
            "LeaveRequest",
            "RouteQueryAnswer",
            "EvidenceReport",
            "OpinionRequest",
            "LocateRequest",
            "ArcProofAnswer",
            "AuditAnswer",
            "RecordStore",
            "Content-Length: 5\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 99999999\r\n",
            "Route: 1 2 3 4\r\n",
            "Via: ",
            "NaN");

    private static final int MOST_BYTES = 20;

    private Mutations() {}

    /** A good message of a node that has a link to whom it goes. */
    static byte[] message(NodeId self, NodeId target, Instant now, RandomGenerator random) {
        Party from = new Party.Node(self);
        Party to = new Party.Node(target);
        CallId callId = CallId.mint(random);
        Transaction transaction = Transaction.mint(random);
        return encoded(
                switch (random.nextInt(4)) {
                    case 0 -> new ChordMessage.RouteQuery(transaction, target, random.nextInt(1, 70));
                    case 1 -> new ChordMessage.Ping(transaction);
                    case 2 -> new Response(Status.OK, transaction, callId, from, to, null, null, 0, List.of());
                    default ->
                        new MessageRequest(
                                to,
                                MessageRequest.INITIAL_MAX_FORWARDS,
                                from,
                                to,
                                self,
                                callId,
                                transaction,
                                now,
                                "text/plain",
                                null,
                                null,
                                List.of(),
                                Bytes.utf8("hello"));
                });
    }

    private static byte[] encoded(P2psipMessage message) {
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** The same with some bytes put in, left out or written over, once to three times. */
    static byte[] of(byte[] good, RandomGenerator random) {
        byte[] bytes = good;
        for (int left = random.nextInt(3); left >= 0; left--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(MOST_BYTES));
        byte[] insert = switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            case 2 -> Arrays.copyOfRange(bytes, from / 2, from / 2 + (to - from));
            default -> new byte[0];
        };
        int resume = random.nextBoolean() ? to : from;
        byte[] result = Arrays.copyOf(bytes, from + insert.length + bytes.length - resume);
        System.arraycopy(insert, 0, result, from, insert.length);
        System.arraycopy(bytes, resume, result, from + insert.length, bytes.length - resume);
        return result;
    }
}

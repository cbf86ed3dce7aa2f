package io.pigw.p2psip.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Good messages, and what nobody should send. */
final class FuzzInputs {

    /** What breaks decoders, and words that they know. */
    static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        ":",
        ";",
        " ",
        "\t",
        "\0",
        "\u007f",
        "é",
        "\ud83d\ude00",
        "@",
        "=",
        "-1",
        "0",
        "9",
        "65535",
        "65536",
        "99999999999999999999",
        "340282366920938463463374607431768211456",
        "P2PSIP ",
        "P2PSIP/2.0 ",
        "MESSAGE ",
        "PingRequest",
        "EvidenceReport",
        "RevocationNotice",
        "LocateRequest",
        "LocateAnswer",
        "ArcProofAnswer",
        "AuditAnswer",
        "OutcomeReport",
        "Outcome: lost 512 571 586 1289690955250\r\n",
        "Arc: 512 580 586 1289690955250\r\n",
        "RecordStore",
        "RecordFetchAnswer",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\n",
        "Require: x\r\n",
        "Route: 1 2 3 4\r\n",
        "Via: ",
        "Transaction: 0000000000000001\r\n",
        "Notice: unreachable\r\n",
        "NaN",
        "1e9"
    };

    private static final int MOST_MUTATIONS = 3;

    private FuzzInputs() {}

    /** With one to three mutations. */
    static byte[] mutated(byte[] good, RandomGenerator random) {
        byte[] bytes = good;
        for (int mutation = random.nextInt(MOST_MUTATIONS); mutation >= 0; mutation--) {
            bytes = mutatedOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutatedOnce(byte[] bytes, RandomGenerator random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(20));
        byte[] insert = switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
            case 2 -> Arrays.copyOfRange(bytes, from / 2, from / 2 + (to - from));
            default -> new byte[0];
        };
        int resume = random.nextBoolean() ? to : from;
        byte[] mutated = Arrays.copyOf(bytes, from + insert.length + bytes.length - resume);
        System.arraycopy(insert, 0, mutated, from, insert.length);
        System.arraycopy(bytes, resume, mutated, from + insert.length, bytes.length - resume);
        return mutated;
    }

    /** A message of each kind, as both ends of each link write them. */
    static List<byte[]> goldens() {
        List<byte[]> goldens = new ArrayList<>();
        Samples.all().keySet().forEach(name -> goldens.add(Wire.resource("/golden/" + name + ".txt")));
        for (String figure : List.of("figure-05-ping-request", "figure-11-message", "figure-12-response")) {
            goldens.add(Wire.resource("/figures/" + figure + ".txt"));
        }
        return goldens;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

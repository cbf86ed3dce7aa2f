package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard may never do, whatever comes: throw, or take long. */
final class GuardTest {

    private static final SipLimits LIMITS = SipLimits.DEFAULT;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    private static final Source SOURCE = new Source(PEER, PEER, Source.UDP);
    private static final int MUTATIONS = 100_000;

    /** A message in order takes some 10 µs of processor time; this leaves room for a cold and busy machine. */
    private static final long NANOS_A_MESSAGE = 5_000_000;

    @Test
    void neverThrowsNorGivesTheParserWhatItRefuses() {
        List<String> seeds = new ArrayList<>();
        Torture.all().forEach(message -> seeds.add(message.over("UDP")));
        Torture.all().stream()
                .filter(message -> !message.octets().startsWith("SIP/"))
                .forEach(message -> seeds.add(Torture.asMessage(message.over("UDP"))));
        Mutator mutator = new Mutator(new Random(5), seeds);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] message = mutator.next();
            try {
                assertThat(isForTheParserToRefuse(message)).isFalse();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(HexFormat.of().formatHex(message), e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: SIP/2.0/UDP a%s",
                "To: %s",
                "To: <%s",
                "To: \"%s",
                "From: <sip:a@b>%s",
                "Call-ID: %s",
                "CSeq: %s",
                "Contact: %s",
                "X: y%s",
                "X%s: y",
                "Date: %s",
                "Max-Forwards: %s"
            })
    void takesLittleTimeOverALongValue(String line) {
        for (String piece : List.of(
                ",",
                ";",
                "\"",
                "\\",
                "<",
                ">",
                "\r\n ",
                ";a",
                ";a=\"",
                "a,",
                "0",
                "a ",
                ", SIP/2.0/UDP a",
                "\r\nX:",
                "%41",
                "[")) {
            byte[] capped = message(line, piece, LIMITS.datagramBytes());
            byte[] long64 = message(line, piece, 65_000);
            judge(capped);

            assertThat(nanos(() -> judge(capped))).as(line + " of " + piece).isLessThan(NANOS_A_MESSAGE);
            assertThat(nanos(() -> judge(long64))).as(line + " of " + piece).isLessThan(NANOS_A_MESSAGE);
        }
    }

    /** Whether the head was found in order, and yet the RI's parser did not take what the guard made of it. */
    private static boolean isForTheParserToRefuse(byte[] message) {
        boolean ended = HeadEnd.find(message) >= 0;
        return ended
                && switch (judge(message)) {
                    case Verdict.Refuse refused -> refused.rule() == Rule.UNPARSEABLE;
                    case Verdict.Drop dropped -> dropped.rule() == Rule.UNPARSEABLE;
                    case Verdict.Request _, Verdict.Response _ -> false;
                };
    }

    private static byte[] message(String line, String piece, int length) {
        String whole = Texts.message("UDP", 5_060, "long", "%", "x");
        String value = piece.repeat((length - whole.length() - line.length()) / piece.length());
        return Torture.bytes(whole.replace("\r\n%\r\n", "\r\n" + line.replace("%s", value) + "\r\n"));
    }

    /** The least of some tries, of this thread's processor time: what others do meanwhile does not count. */
    private static long nanos(Runnable action) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            action.run();
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        return least;
    }

    private static Verdict judge(byte[] message) {
        Datagrams.Cut cut = Datagrams.cut(message, new HeadScanner(LIMITS), LIMITS);
        return new Guard().judge(cut.scan(), cut.body(), SOURCE, new NoChannel(PEER));
    }
}

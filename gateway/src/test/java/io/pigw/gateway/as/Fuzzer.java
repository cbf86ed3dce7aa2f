package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.request;

import io.pigw.gateway.sip.Mutator;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.Texts;
import io.pigw.gateway.sip.Torture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Sends mutated messages in small lots, and asks for a sign of life after each; who fails says the seed and the lot. */
final class Fuzzer {

    private static final int LOT = 50;
    private static final int ASKED_AT_MOST = 5;
    private static final int PATIENCE_MILLIS = 5_000;

    private final FuzzServer server;
    private final long seed;
    private int asked;

    Fuzzer(FuzzServer server, long seed) {
        this.server = server;
        this.seed = seed;
    }

    /** Sends datagrams until told to stop. */
    void datagrams(BooleanSupplier done) {
        Mutator mutator = new Mutator(new Random(seed), seeds("UDP"));
        try (RawUdp udp = new RawUdp(server.port())) {
            while (!done.getAsBoolean()) {
                List<byte[]> lot = new ArrayList<>();
                while (lot.size() < LOT) {
                    byte[] message = mutator.next();
                    udp.send(message);
                    lot.add(message);
                }
                check(answersOptions(udp), lot);
            }
        }
    }

    /** Sends messages over one connection, none of which ends the stream, until told to stop. */
    void streams(BooleanSupplier done) {
        Mutator mutator = new Mutator(new Random(seed + 1), seeds("TCP"));
        try (RawTcp tcp = new RawTcp(server.port())) {
            while (!done.getAsBoolean()) {
                List<byte[]> lot = new ArrayList<>();
                while (lot.size() < LOT) {
                    byte[] message = Mutator.framed(mutator.next());
                    if (Mutator.keepsTheStream(message)) {
                        tcp.send(message);
                        lot.add(message);
                    }
                }
                check(answersOptions(tcp), lot);
            }
        }
    }

    /** Sends on each connection one message, whatever becomes of the stream, until told to stop. */
    void connections(BooleanSupplier done) {
        Mutator mutator = new Mutator(new Random(seed + 2), seeds("TCP"));
        while (!done.getAsBoolean()) {
            byte[] message = mutator.next();
            try (RawTcp tcp = new RawTcp(server.port())) {
                tcp.send(message);
                tcp.finish();
                check(tcp.isClosedByPeer(), List.of(message));
            }
        }
    }

    /** Every message of both documents, as it is and as a MESSAGE, and a MESSAGE in order. */
    private static List<String> seeds(String transport) {
        List<String> seeds = new ArrayList<>();
        for (Torture message : Torture.all()) {
            String octets = message.over(transport);
            seeds.add(octets);
            if (!octets.startsWith("SIP/")) {
                seeds.add(Torture.asMessage(octets));
            }
        }
        seeds.add(Texts.message(transport, 5_060, "seed", "Date: Sat, 21 Nov 2026 10:00:00 GMT", "body"));
        return seeds;
    }

    private boolean answersOptions(RawUdp udp) {
        for (int tries = 0; tries < ASKED_AT_MOST; tries++) {
            String name = "alive" + asked++;
            udp.ask(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", udp.port(), name, "", ""), server.port());
            byte[] expected = ("call-" + name + "@").getBytes(StandardCharsets.US_ASCII);
            if (udp.awaits(expected, PATIENCE_MILLIS)) {
                return true;
            }
        }
        return false;
    }

    private boolean answersOptions(RawTcp tcp) {
        String name = "alive" + asked++;
        tcp.send(request("OPTIONS", "sip:gw@p2p.example.net", "TCP", tcp.port(), name, "", ""));
        return tcp.awaits("call-" + name + "@");
    }

    private void check(boolean alive, List<byte[]> lot) {
        if (alive && server.faults() == 0) {
            return;
        }
        StringBuilder said = new StringBuilder(alive ? "a fault" : "no sign of life")
                .append(" after these messages, of seed ")
                .append(seed)
                .append(':');
        lot.forEach(message -> said.append('\n').append(HexFormat.of().formatHex(message)));
        throw new AssertionError(said.toString());
    }
}

package io.pigw.simulation.adversary;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What bad nodes do, besides that which the product's code does in them. Several may be combined. Those of the draft's §3 and
 * of the literature on attacks against structured overlays.
 */
public sealed interface Adversary {

    /** Takes pings for others and forwards none of them. */
    record Drop() implements Adversary {}

    /** Alters signed parts of pings and the answers to look-ups that pass, and sends bytes that are no message. */
    record Tamper() implements Adversary {}

    /** Forwards pings and look-ups to nodes drawn at random, with a valid entry of its own. */
    record Misroute() implements Adversary {}

    /** Sends again what it has seen: pings, answers to pings, and what neighbours said of themselves. */
    record Replay() implements Adversary {}

    /** Forges, splices, reorders and drops entries of the routes that pass. */
    record ForgeRoute() implements Adversary {}

    /** Names false neighbours and fingers: accomplices, and nodes that do not exist. */
    record PoisonTable() implements Adversary {}

    /**
     * Joins and leaves without end.
     *
     * @param stay the longest time in the ring, and of it; positive
     */
    record JoinLeave(Duration stay) implements Adversary {
        /** Checks the range. */
        public JoinLeave {
            if (!stay.isPositive()) {
                throw new IllegalArgumentException("a bad node stays for a while");
            }
        }
    }

    /** Hides one target: swallows what is for it and denies that it exists, in league with all other bad nodes. */
    record Eclipse() implements Adversary {}

    /** Pairs carry pings to one another past the overlay. */
    record Wormhole() implements Adversary {}

    /**
     * Sends more than anybody can use.
     *
     * @param perSecond messages of one bad node, 10 to 10,000; sent in ten parts, so a multiple of ten
     */
    record Flood(int perSecond) implements Adversary {
        private static final int FEWEST = 10;
        private static final int MOST = 10_000;
        private static final int PARTS = 10;

        /** Checks the range. */
        public Flood {
            if (perSecond < FEWEST || perSecond > MOST || perSecond % PARTS != 0) {
                throw new IllegalArgumentException(
                        "a flood has " + FEWEST + " to " + MOST + " messages a second, a multiple of " + PARTS);
            }
        }
    }

    /** Answers pings for others in their name, and look-ups with itself. */
    record FalseResponse() implements Adversary {}

    /**
     * Lies about the records that it should hold.
     *
     * @param lie the one way; null to draw one for each message
     */
    record BadStorage(@Nullable StorageLie lie) implements Adversary {}

    /** Poses as a CSP towards nodes that join, and admits them to a ring of accomplices. */
    record FalseBootstrap() implements Adversary {}

    /** Comes back with a certificate of another overlay. */
    record OtherOverlay() implements Adversary {}

    /**
     * Takes pings and forwards none for a while, then behaves for as long.
     *
     * @param period of each, a second or more
     */
    record OnOff(Duration period) implements Adversary {
        /** Checks the range. */
        public OnOff {
            if (period.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("a period lasts a second or more");
            }
        }
    }

    /** Refuses to sign for pings that are for it, so that those who brought them look bad. */
    record BadMouth() implements Adversary {}

    /** Drops pings for honest nodes; carries those for accomplices by way of accomplices, so that they look good. */
    record Collude() implements Adversary {}

    /**
     * Drops pings, and comes back under another ID when it is distrusted.
     *
     * @param after for how long it had its ID at least
     */
    record Whitewash(Duration after) implements Adversary {}

    /** The name on the command line. */
    default String label() {
        return switch (this) {
            case Drop _ -> "drop";
            case Tamper _ -> "tamper";
            case Misroute _ -> "misroute";
            case Replay _ -> "replay";
            case ForgeRoute _ -> "forge-route";
            case PoisonTable _ -> "poison-table";
            case JoinLeave _ -> "join-leave";
            case Eclipse _ -> "eclipse";
            case Wormhole _ -> "wormhole";
            case Flood _ -> "flood";
            case FalseResponse _ -> "false-response";
            case BadStorage bad ->
                "bad-storage" + (bad.lie() == null ? "" : "-" + bad.lie().label());
            case FalseBootstrap _ -> "false-bootstrap";
            case OtherOverlay _ -> "other-overlay";
            case OnOff _ -> "on-off";
            case BadMouth _ -> "bad-mouth";
            case Collude _ -> "collude";
            case Whitewash _ -> "whitewash";
        };
    }
}

package io.pigw.overlay.limit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * To how many different recipients one sender may write within an hour, against spam: conversations go on, new ones must wait.
 *
 * <p>A recipient counts for the half hour in which it was last written to and for the two after it. Any hour lies within three of
 * them, so in no hour more recipients than the limit are written to; two would let twice as many through around their border.
 *
 * <p>Of a recipient no more than a keyed hash is kept. When there is no room, the sender with the fewest recipients is forgotten, among
 * equals the one silent longest: nobody who has used up much is forgotten by bringing many names of senders. Passive: time and
 * chance are passed in. Thread-safe.
 */
public final class DistinctRecipients {

    /** The highest limit. */
    public static final int MAX_LIMIT = 10_000;

    /** Senders that are told apart. */
    static final int MAX_SENDERS = 16_384;

    /** Recipients of all senders together. */
    static final int MAX_RECIPIENTS = 1_000_000;

    static final Duration GENERATION = Duration.ofMinutes(30);

    private static final int GENERATIONS = 3;
    private static final int KEY_BYTES = 16;
    private static final int FIRST_ROOM = 4;

    private final int limit;
    private final int maxSenders;
    private final int maxRecipients;
    private final byte[] key = new byte[KEY_BYTES];
    private final Map<String, Sender> senders = new HashMap<>();
    private final TreeSet<Sender> fewestFirst = new TreeSet<>(
            Comparator.<Sender>comparingInt(sender -> sender.count).thenComparingLong(sender -> sender.turn));
    private long generation = Long.MIN_VALUE;
    private long turns;
    private int recipients;

    /**
     * One that knows nobody yet.
     *
     * @param limit recipients of one sender in an hour, 0 to {@link #MAX_LIMIT}; 0: as many as it likes
     * @param random for the key of the hashes
     */
    public DistinctRecipients(int limit, RandomGenerator random) {
        this(limit, random, MAX_SENDERS, MAX_RECIPIENTS);
    }

    /** The same with less room. */
    DistinctRecipients(int limit, RandomGenerator random, int maxSenders, int maxRecipients) {
        check(limit);
        this.limit = limit;
        this.maxSenders = maxSenders;
        this.maxRecipients = maxRecipients;
        random.nextBytes(key);
    }

    /**
     * Returns a limit that is in range.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static int check(int limit) {
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("recipientsPerHour must be 0 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** Whether the sender may write to the recipient: it did lately, or there is room for one more. Changes nothing of the sender's. */
    public boolean admits(String sender, String recipient, Instant now) {
        if (limit == 0) {
            return true;
        }
        long hash = hash(recipient);
        synchronized (this) {
            roll(now);
            Sender known = senders.get(sender);
            return known == null || known.count < limit || known.indexOf(hash) >= 0;
        }
    }

    /**
     * The sender writes to the recipient.
     *
     * @return whether it may: false, and nothing is recorded, if others took the room since {@link #admits} was asked
     */
    public boolean record(String sender, String recipient, Instant now) {
        if (limit == 0) {
            return true;
        }
        long hash = hash(recipient);
        synchronized (this) {
            roll(now);
            Sender known = senders.get(sender);
            int index = known == null ? -1 : known.indexOf(hash);
            if (known != null && index < 0 && known.count >= limit) {
                return false;
            }
            if (known == null) {
                makeRoomForSender();
                known = new Sender(sender);
                senders.put(sender, known);
            } else {
                fewestFirst.remove(known);
            }
            if (index < 0) {
                makeRoomForRecipient();
                known.add(hash, generation);
                recipients++;
            } else {
                known.lastSeen[index] = generation;
            }
            known.turn = turns++;
            fewestFirst.add(known);
            return true;
        }
    }

    /** How long until the sender's oldest recipients are forgotten, above zero: when it may write to new ones again. */
    public synchronized Duration retryAfter(String sender, Instant now) {
        roll(now);
        Sender known = senders.get(sender);
        long oldest = known == null ? generation : known.oldest();
        Instant over = Instant.ofEpochSecond((oldest + GENERATIONS) * GENERATION.toSeconds());
        Duration left = Duration.between(now, over);
        return left.isPositive() ? left : GENERATION;
    }

    /** Recipients that are remembered, of all senders. */
    synchronized int size() {
        return recipients;
    }

    /** A clock that was set back a little changes nothing; one set back by much begins anew, or it would hold everybody up for as long. */
    private void roll(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), GENERATION.toSeconds());
        if (current < generation - GENERATIONS) {
            senders.clear();
            fewestFirst.clear();
            recipients = 0;
        } else if (current <= generation) {
            return;
        }
        generation = current;
        fewestFirst.clear();
        senders.values().removeIf(sender -> {
            recipients -= sender.forgetBefore(generation - GENERATIONS + 1);
            return sender.count == 0;
        });
        fewestFirst.addAll(senders.values());
    }

    private void makeRoomForSender() {
        if (senders.size() >= maxSenders) {
            forgetFewest();
        }
    }

    private void makeRoomForRecipient() {
        if (recipients >= maxRecipients) {
            forgetFewest();
        }
    }

    /** The one that is written down just now is not among them. */
    private void forgetFewest() {
        Sender fewest = fewestFirst.pollFirst();
        if (fewest != null) {
            senders.remove(fewest.name);
            recipients -= fewest.count;
        }
    }

    private long hash(String recipient) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            return ByteBuffer.wrap(digest.digest(recipient.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One sender's recipients, and the generation in which each was last written to. */
    private static final class Sender {

        private final String name;
        private long[] hashes = new long[FIRST_ROOM];
        private long[] lastSeen = new long[FIRST_ROOM];
        private int count;
        private long turn;

        private Sender(String name) {
            this.name = name;
        }

        private int indexOf(long hash) {
            for (int i = 0; i < count; i++) {
                if (hashes[i] == hash) {
                    return i;
                }
            }
            return -1;
        }

        private void add(long hash, long generation) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
                lastSeen = Arrays.copyOf(lastSeen, count * 2);
            }
            hashes[count] = hash;
            lastSeen[count] = generation;
            count++;
        }

        private long oldest() {
            long oldest = Long.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                oldest = Math.min(oldest, lastSeen[i]);
            }
            return oldest;
        }

        /** Returns how many were forgotten. */
        private int forgetBefore(long generation) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (lastSeen[i] >= generation) {
                    hashes[kept] = hashes[i];
                    lastSeen[kept] = lastSeen[i];
                    kept++;
                }
            }
            int forgotten = count - kept;
            count = kept;
            return forgotten;
        }
    }
}

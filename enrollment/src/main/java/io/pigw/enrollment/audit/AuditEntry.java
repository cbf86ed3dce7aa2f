package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An event in its place in the chain. Its hash is SHA-256 over {@code pigw-audit-1}, a zero byte, {@code seq} and the time in
 * milliseconds (8 bytes each, big-endian), then actor, action, subject and outcome, each as its length in 4 bytes and its
 * UTF-8, then the number of details in 4 bytes and each key and value in the keys' order the same way, then the 32 bytes of
 * {@code previous}.
 *
 * @param seq 1 for the first entry, then without gaps
 * @param at to the millisecond
 * @param actor as {@link AuditActor#toString}
 * @param action a name of {@link AuditAction}, or one that this version does not know yet
 * @param subject may be empty
 * @param outcome a name of {@link AuditOutcome}
 * @param details by key
 * @param previous the hash of the entry before; 32 zero bytes for the first
 * @param hash as it was stored: whether it is right, {@link #isSound} says
 */
public record AuditEntry(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        String outcome,
        NavigableMap<String, String> details,
        Bytes previous,
        Bytes hash) {

    /** The hash before the first entry. */
    public static final Bytes GENESIS = Bytes.copyOf(new byte[32]);

    private static final String DOMAIN = "pigw-audit-1\0";

    /** Copies. */
    public AuditEntry {
        details = Collections.unmodifiableNavigableMap(new TreeMap<>(details));
    }

    /** The event as the entry after the one of that number and hash. */
    static AuditEntry of(AuditEvent event, long seq, Bytes previous) {
        AuditEntry unhashed = new AuditEntry(
                seq,
                event.at(),
                event.actor().toString(),
                event.action().name(),
                event.subject(),
                event.outcome().name(),
                event.details(),
                previous,
                GENESIS);
        return unhashed.withHash(unhashed.computed());
    }

    /** Whether the hash is that of the content. */
    public boolean isSound() {
        return hash.equals(computed());
    }

    private AuditEntry withHash(Bytes other) {
        return new AuditEntry(seq, at, actor, action, subject, outcome, details, previous, other);
    }

    private Bytes computed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(DOMAIN.getBytes(StandardCharsets.US_ASCII));
            out.writeLong(seq);
            out.writeLong(at.toEpochMilli());
            write(out, actor);
            write(out, action);
            write(out, subject);
            write(out, outcome);
            out.writeInt(details.size());
            for (Map.Entry<String, String> detail : details.entrySet()) {
                write(out, detail.getKey());
                write(out, detail.getValue());
            }
            out.write(previous.toArray());
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}

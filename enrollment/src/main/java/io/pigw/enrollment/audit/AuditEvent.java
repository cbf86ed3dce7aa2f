package io.pigw.enrollment.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A decision to be written down. It holds no secret: a token is named by the first 16 hexadecimal digits of its hash at
 * most. Texts are cut to 256 characters, control characters are replaced.
 *
 * @param at when, to the millisecond
 * @param actor who asked
 * @param action what for
 * @param subject whom or what it is about: a serial number in hexadecimal, a node ID, an account, a request; may be empty
 * @param outcome how it went
 * @param details further facts by name, such as {@code account}, {@code role}, {@code reason}, {@code rule}; at most 16
 */
public record AuditEvent(
        Instant at,
        AuditActor actor,
        AuditAction action,
        String subject,
        AuditOutcome outcome,
        NavigableMap<String, String> details) {

    /** Facts of one event. */
    public static final int MAX_DETAILS = 16;

    private static final int MAX_KEY = 32;

    /** Takes what can be stored. */
    public AuditEvent {
        at = Instant.ofEpochMilli(at.toEpochMilli());
        subject = AuditText.name(subject);
        if (details.size() > MAX_DETAILS) {
            throw new IllegalArgumentException("an audit event has at most " + MAX_DETAILS + " details");
        }
        NavigableMap<String, String> clean = new TreeMap<>();
        details.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || !key.chars().allMatch(AuditEvent::isKeyCharacter)) {
                throw new IllegalArgumentException("no key of an audit event: " + key);
            }
            clean.put(key, AuditText.value(value));
        });
        details = Collections.unmodifiableNavigableMap(clean);
    }

    /** Something that was done. */
    public static AuditEvent done(Instant at, AuditActor actor, AuditAction action, String subject) {
        return new AuditEvent(at, actor, action, subject, AuditOutcome.DONE, Collections.emptyNavigableMap());
    }

    /** Something that was refused, and why: a code such as {@code too_many_nodes}. */
    public static AuditEvent refused(Instant at, AuditActor actor, AuditAction action, String subject, String reason) {
        return new AuditEvent(
                at, actor, action, subject, AuditOutcome.REFUSED, new TreeMap<>(Map.of("reason", reason)));
    }

    /** The same with another outcome. */
    public AuditEvent as(AuditOutcome other) {
        return new AuditEvent(at, actor, action, subject, other, details);
    }

    /** The same with one more fact; an empty value adds none. */
    public AuditEvent with(String key, Object value) {
        String text = value.toString();
        if (text.isEmpty()) {
            return this;
        }
        NavigableMap<String, String> more = new TreeMap<>(details);
        more.put(key, text);
        return new AuditEvent(at, actor, action, subject, outcome, more);
    }

    private static boolean isKeyCharacter(int character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' || character == '_';
    }
}

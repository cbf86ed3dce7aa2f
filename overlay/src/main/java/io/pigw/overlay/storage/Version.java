package io.pigw.overlay.storage;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;

/**
 * Which of the values of one resource, kind and key supersedes the others, for everybody who holds or fetches them alike: by
 * generation, then by storage time, then by lifetime. Should an author have signed two contents with the same, their hashes decide:
 * so all come to hold one of them. The signature does not count, for of one content anybody can make a second one.
 */
record Version(long generation, Instant storageTime, int lifetimeSeconds, Bytes sha256) implements Comparable<Version> {

    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::generation)
            .thenComparing(Version::storageTime)
            .thenComparingInt(Version::lifetimeSeconds)
            .thenComparing(version -> version.sha256().toHex());

    static Version of(String overlay, ResourceId resource, RecordContent content) {
        try {
            byte[] signed = SignedContent.record(overlay, resource, content).toArray();
            Bytes hash = Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(signed));
            return new Version(content.generation(), content.storageTime(), content.lifetimeSeconds(), hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}

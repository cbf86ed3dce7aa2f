package io.pigw.runtime.est;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the signed list of CSPs beside a node's keys. Blocks.
 *
 * @param file by convention {@code csps.p7}
 */
public record CspListFile(Path file) {

    /** The file beside a node's key. */
    public static CspListFile beside(Path key) {
        return new CspListFile(key.resolveSibling("csps.p7"));
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Reads and checks it.
     *
     * @throws IOException if it cannot be read
     * @throws EstException if it is not signed as it should be, is for another overlay or has expired
     */
    public SignedCspList load(Set<X509Certificate> roots, String overlay, Instant now) throws IOException {
        return SignedCspList.read(Bytes.copyOf(Files.readAllBytes(file)), roots, overlay, now);
    }

    /**
     * Keeps a newer list: aside first, then renamed.
     *
     * @return false if the one that is there is as new or newer, which stays
     */
    public boolean save(SignedCspList newer, Set<X509Certificate> roots, Instant now) throws IOException {
        if (known(roots, newer.list().overlay(), now)
                .filter(old -> old.list().number() >= newer.list().number())
                .isPresent()) {
            return false;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, "csps", ".new");
        try {
            Files.write(aside, newer.cms().toArray());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
        return true;
    }

    private Optional<SignedCspList> known(Set<X509Certificate> roots, String overlay, Instant now) throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(load(roots, overlay, now));
        } catch (EstException unusable) {
            return Optional.empty();
        }
    }
}

package io.pigw.runtime.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of the keys that one identity made in a token, one a line: it deletes no others, for a token may serve several
 * nodes, even under one alias. A label is written before its key is made, so that none is forgotten. Blocks; one thread at a
 * time.
 *
 * @param file beside the node's certificates; no secret
 */
record MadeKeys(Path file) {

    /** Keys that were made and not deleted: more come only of renewals that fail for a long time. */
    static final int MAX = 256;

    /** Those of the identity whose certificates are in that file. */
    static MadeKeys beside(Path certificates) {
        return new MadeKeys(certificates.resolveSibling(certificates.getFileName() + ".keys"));
    }

    List<String> labels() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    void add(String label) throws IOException {
        List<String> labels = new ArrayList<>(labels());
        if (labels.size() >= MAX) {
            throw new IOException(file + " has " + MAX
                    + " keys that were made and never used: delete them from the token," + " and their lines there");
        }
        labels.add(label);
        write(labels);
    }

    void write(List<String> labels) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(folder, "keys", ".new");
        try {
            Files.write(aside, labels, StandardCharsets.UTF_8);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}

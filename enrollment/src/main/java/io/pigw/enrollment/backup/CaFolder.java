package io.pigw.enrollment.backup;

import io.pigw.enrollment.ca.CaFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The authority's folder, judged by what its files hold: what is public, encrypted keys, and what must never be copied, such as
 * keys and passwords in the clear.
 *
 * @param directory the folder
 * @param open certificates, what the root has revoked, and which authorities there are; relative to the folder
 * @param keys encrypted, relative to it
 * @param leftOut all else, relative to it
 */
record CaFolder(Path directory, List<Path> open, List<Path> keys, List<Path> leftOut) {

    private static final int MAX_FILES = 1000;
    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    static CaFolder of(Path directory) throws IOException, BackupException {
        List<Path> open = new ArrayList<>();
        List<Path> keys = new ArrayList<>();
        List<Path> leftOut = new ArrayList<>();
        List<Path> files = FileTree.files(directory);
        if (files.size() > MAX_FILES) {
            throw new BackupException(
                    directory + " holds more than " + MAX_FILES + " files: keep nothing there but the authority's");
        }
        for (Path file : files) {
            switch (kind(directory.resolve(file))) {
                case OPEN -> open.add(file);
                case ENCRYPTED_KEY -> keys.add(file);
                case OTHER -> leftOut.add(file);
            }
        }
        return new CaFolder(directory, List.copyOf(open), List.copyOf(keys), List.copyOf(leftOut));
    }

    /** The files of certificates. */
    List<Path> certificates() {
        return open.stream()
                .filter(file -> String.valueOf(file.getFileName()).endsWith(".pem"))
                .map(directory::resolve)
                .toList();
    }

    private enum Kind {
        OPEN,
        ENCRYPTED_KEY,
        OTHER
    }

    private static Kind kind(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            return Kind.OTHER;
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12")) {
            return Kind.ENCRYPTED_KEY;
        }
        if (name.endsWith(".crl")) {
            return Kind.OPEN;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            return Kind.ENCRYPTED_KEY;
        }
        boolean isSecret = text.contains("PRIVATE KEY-----");
        boolean isPublic =
                text.stripLeading().startsWith("-----BEGIN CERTIFICATE-----") || text.startsWith(CaFiles.REGISTER_HEAD);
        return !isSecret && isPublic ? Kind.OPEN : Kind.OTHER;
    }
}

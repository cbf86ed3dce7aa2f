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
 * The authority's folder, judged by what its files hold: certificates, encrypted keys, and what must never be copied, such as
 * keys and passwords in the clear.
 *
 * @param directory the folder
 * @param certificates relative to it
 * @param keys encrypted, relative to it
 * @param leftOut all else, relative to it
 */
record CaFolder(Path directory, List<Path> certificates, List<Path> keys, List<Path> leftOut) {

    private static final int MAX_FILES = 1000;
    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    static CaFolder of(Path directory) throws IOException, BackupException {
        List<Path> certificates = new ArrayList<>();
        List<Path> keys = new ArrayList<>();
        List<Path> leftOut = new ArrayList<>();
        List<Path> files = FileTree.files(directory);
        if (files.size() > MAX_FILES) {
            throw new BackupException(
                    directory + " holds more than " + MAX_FILES + " files: keep nothing there but the authority's");
        }
        for (Path file : files) {
            switch (kind(directory.resolve(file))) {
                case CERTIFICATES -> certificates.add(file);
                case ENCRYPTED_KEY -> keys.add(file);
                case OTHER -> leftOut.add(file);
            }
        }
        return new CaFolder(directory, List.copyOf(certificates), List.copyOf(keys), List.copyOf(leftOut));
    }

    private enum Kind {
        CERTIFICATES,
        ENCRYPTED_KEY,
        OTHER
    }

    private static Kind kind(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            return Kind.OTHER;
        }
        if (String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".p12")) {
            return Kind.ENCRYPTED_KEY;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            return Kind.ENCRYPTED_KEY;
        }
        boolean isSecret = text.contains("PRIVATE KEY-----");
        boolean isPublic =
                text.stripLeading().startsWith("-----BEGIN CERTIFICATE-----") || text.startsWith(CaFiles.REGISTER_HEAD);
        return !isSecret && isPublic
                ? Kind.CERTIFICATES
                : Kind.OTHER;
    }
}

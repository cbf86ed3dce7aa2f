package io.pigw.enrollment.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a backup. Its own SHA-256 is in the audit log of the server that made it, so that whoever has the log can tell a
 * backup that was changed.
 *
 * @param format {@link #FORMAT}
 * @param overlay that the authority is of
 * @param takenAt when it was begun; all that was committed before is in it
 * @param rows in the database, by table
 * @param audit where its audit log ends
 * @param keys whether keys of the authority are in it, encrypted
 * @param leftOut files beside them that are not: secrets in the clear
 * @param files all others than the manifest
 */
public record Manifest(
        int format,
        String overlay,
        Instant takenAt,
        SortedMap<String, Long> rows,
        Audit audit,
        boolean keys,
        List<String> leftOut,
        List<Item> files) {

    /** The one format there is. */
    public static final int FORMAT = 1;

    static final String FILE = "manifest.json";

    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Copies. */
    public Manifest {
        rows = new TreeMap<>(rows);
        leftOut = List.copyOf(leftOut);
        files = List.copyOf(files);
    }

    /**
     * The last entry of the audit log.
     *
     * @param hash hexadecimal
     */
    public record Audit(long seq, String hash) {}

    /**
     * A file.
     *
     * @param path relative to the backup's folder, with slashes
     * @param sha256 hexadecimal
     */
    public record Item(String path, long bytes, String sha256) {}

    /** Certificates of nodes that it knows. */
    public long certificates() {
        return rows.getOrDefault("CERTIFICATES", 0L);
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(Item::bytes).sum();
    }

    byte[] encode() {
        try {
            return (MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a manifest is not to be written", bug);
        }
    }

    static byte[] read(Path backup) throws IOException, BackupException {
        Path file = backup.resolve(FILE);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new BackupException(backup + " is no backup: it has no " + FILE
                    + "; name the folder that `pigw enroll backup` told, or the newest below backup.directory");
        }
        return Files.readAllBytes(file);
    }

    static Manifest decode(byte[] json, Path backup) throws BackupException {
        Manifest manifest;
        try {
            manifest = MAPPER.readValue(json, Manifest.class);
        } catch (IOException malformed) {
            throw new BackupException(
                    backup.resolve(FILE) + " is damaged or of another version: use another backup", malformed);
        }
        if (manifest == null || manifest.format() != FORMAT) {
            throw new BackupException(backup.resolve(FILE) + " is of another version: restore it with that one");
        }
        return manifest;
    }

    /** The tables of which there are other numbers of rows than this says. */
    Map<String, Long> differing(Map<String, Long> counted) {
        Map<String, Long> differing = new TreeMap<>(rows);
        counted.forEach((table, count) -> {
            if (!differing.remove(table, count)) {
                differing.put(table, count);
            }
        });
        return differing;
    }
}

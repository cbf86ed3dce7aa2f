package io.pigw.enrollment.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A log outside of its database: a file of one JSON object a line, entries as {@link AuditJson#object} writes them and
 * checkpoints as {@code {"checkpoint": base64 of CMS}}, in any order among themselves.
 */
public final class AuditExport {

    private static final int MAX_LINE = 64 * 1024;
    private static final String CHECKPOINT = "checkpoint";

    private AuditExport() {}

    /** The checkpoint as a line's object. */
    public static Map<String, Object> object(byte[] checkpoint) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(CHECKPOINT, Base64.getEncoder().encodeToString(checkpoint));
        return object;
    }

    /**
     * Looks through a file, twice: for its checkpoints, then for its entries. Blocks.
     *
     * @throws IOException if it cannot be read, or a line is neither entry nor checkpoint; the message has its number
     */
    public static void read(Path file, AuditCheck check) throws IOException {
        var _ = checkpoints(file, check);
        lines(file, object -> {
            if (!object.has(CHECKPOINT)) {
                check.entry(AuditJson.read(object));
            }
        });
    }

    /**
     * Takes the checkpoints alone of a file that was kept elsewhere. Blocks.
     *
     * @return how many there are
     * @throws IOException as of {@link #read}
     */
    public static int checkpoints(Path file, AuditCheck check) throws IOException {
        AtomicInteger found = new AtomicInteger();
        lines(file, object -> {
            if (object.has(CHECKPOINT)) {
                check.checkpoint(Base64.getDecoder().decode(AuditJson.text(object, CHECKPOINT)));
                found.incrementAndGet();
            }
        });
        return found.get();
    }

    private static void lines(Path file, Consumer<JsonNode> each) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.length() > MAX_LINE) {
                    throw new IOException(file + ":" + number + ": longer than " + MAX_LINE + " characters");
                }
                if (!line.isBlank()) {
                    each(file, number, line, each);
                }
            }
        }
    }

    private static void each(Path file, int number, String line, Consumer<JsonNode> each) throws IOException {
        try {
            each.accept(AuditJson.MAPPER.readTree(line));
        } catch (JsonProcessingException malformed) {
            throw new IOException(file + ":" + number + ": no JSON: " + malformed.getOriginalMessage(), malformed);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(file + ":" + number + ": " + malformed.getMessage(), malformed);
        }
    }
}

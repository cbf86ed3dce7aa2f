package io.pigw.enrollment.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which issuing authorities there are and since when each issues: a line of text each. It is replaced as a whole; an authority is
 * there once its line is.
 *
 * @param entries oldest first
 */
record Register(List<Entry> entries) {

    /** The most authorities that may have living certificates at once: their certificates go into every node's chain. */
    static final int MAX_LIVING = 3;

    private static final int MAX_ENTRIES = 1_000;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}) (\\S{1,40})");
    private static final String HEAD = CaFiles.REGISTER_HEAD + "key identifier, issues since\n";

    /**
     * An authority.
     *
     * @param keyId {@link IssuingAuthority#keyId()}
     * @param since when it takes over from the one before
     */
    record Entry(String keyId, Instant since) {}

    Register {
        entries = List.copyOf(entries);
    }

    static Register read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches() || entries.size() >= MAX_ENTRIES) {
                throw new IOException(file + ": expected lines of a key identifier and a time");
            }
            try {
                entries.add(new Entry(matcher.group(1), Instant.parse(matcher.group(2))));
            } catch (DateTimeException malformed) {
                throw new IOException(file + ": no time: " + matcher.group(2), malformed);
            }
        }
        if (entries.isEmpty()) {
            throw new IOException(file + ": names no issuing authority");
        }
        return new Register(entries);
    }

    Register with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new Register(more);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        entries.forEach(entry ->
                text.append(entry.keyId()).append(' ').append(entry.since()).append('\n'));
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                aside,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

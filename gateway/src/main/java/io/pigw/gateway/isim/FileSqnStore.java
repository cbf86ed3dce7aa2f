package io.pigw.gateway.isim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sequence numbers in a file of text: the private identity they belong to, then one number a line. It is written aside, forced to
 * the disk, renamed, and the folder forced too: at any moment there is the old file or the new one, whole.
 */
final class FileSqnStore implements SqnStore {

    private static final int MAX_FILE_BYTES = 4_096;
    private static final int MAX_DIGITS = 13;
    private static final String TITLE = "accepted sequence numbers of ";

    private final Path file;
    private final String impi;

    FileSqnStore(Path file, String impi) {
        this.file = file.toAbsolutePath();
        this.impi = impi;
    }

    @Override
    public SqnState load() throws IOException {
        if (!Files.exists(file)) {
            return SqnState.initial();
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw damaged();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.getFirst().startsWith(TITLE)) {
            throw damaged();
        }
        if (!lines.getFirst().equals(TITLE + impi)) {
            throw new IOException(file + " belongs to another private identity than " + impi
                    + ": give each identity a file of its own");
        }
        List<String> numbers = lines.subList(1, lines.size());
        if (numbers.size() != SqnState.INDICES
                || !numbers.stream().allMatch(line -> line.matches("[0-9]{1," + MAX_DIGITS + "}"))) {
            throw damaged();
        }
        try {
            return SqnState.of(numbers.stream().mapToLong(Long::parseLong).toArray());
        } catch (IllegalArgumentException outOfRange) {
            throw damaged();
        }
    }

    private IOException damaged() {
        return new IOException(
                file + " is damaged: restore it from a backup, or move it away to start with new numbers");
    }

    @Override
    public void save(SqnState state) throws IOException {
        String text = TITLE + impi + "\n"
                + Arrays.stream(state.toArray()).mapToObj(Long::toString).collect(Collectors.joining("\n")) + "\n";
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + ": not a file");
        }
        Files.createDirectories(folder);
        Path aside = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

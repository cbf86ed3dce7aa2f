package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The last good list of each CA, beside a node's keys: after a restart it is there without a server. It is judged anew when it is
 * read, so that nobody gains by changing the file. Blocks.
 */
final class CrlFiles {

    private final Path directory;

    CrlFiles(Path directory) {
        this.directory = directory;
    }

    /** The list, if there is one. */
    byte @Nullable [] load(Bytes issuer) throws IOException {
        Path file = file(issuer);
        if (!Files.exists(file)) {
            return null;
        }
        if (Files.size(file) > CrlReader.MAX_BYTES) {
            throw new IOException(file + ": larger than " + CrlReader.MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** Replaces it whole: a crash leaves the one or the other. */
    void save(Bytes issuer, byte[] der) throws IOException {
        Path file = file(issuer);
        Path aside = Files.createTempFile(directory, "." + file.getFileName(), ".new");
        try {
            try (FileChannel out = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(der);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private Path file(Bytes issuer) {
        return directory.resolve("crl-" + issuer.toHex() + ".der");
    }
}

package io.pigw.gateway.names;

import io.pigw.p2psip.Bytes;
import io.pigw.runtime.Folders;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret of {@link MessageNames} as a file: 64 hexadecimal digits, mode 0600, made when it is missing. Blocks. */
public final class NamesFile {

    private static final Logger LOG = LoggerFactory.getLogger(NamesFile.class);
    private static final int DIGITS = 2 * MessageNames.SECRET_BYTES;

    private NamesFile() {}

    /**
     * Reads the file, and makes it first where there is none.
     *
     * @param random unpredictable
     * @throws IOException if it cannot be made or read, others than its owner can reach it, or it holds something else; the message
     *     names the file and the remedy, never the content
     */
    public static MessageNames open(Path file, RandomGenerator random) throws IOException {
        boolean made = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        if (made) {
            make(file.toAbsolutePath(), random);
        }
        MessageNames names = new MessageNames(read(file));
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("fingerprint", names.fingerprint())
                .log(
                        made
                                ? "made the secret that names messages: the operator's other gateways need the same file"
                                : "messages are named with the secret of this fingerprint");
        return names;
    }

    private static Bytes read(Path file) throws IOException {
        String digits = SecretFile.read(file).strip();
        if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IOException(
                    file + " must hold " + DIGITS + " hexadecimal digits and nothing else: copy it whole from"
                            + " another gateway, or delete it where there is no other, and it is made anew");
        }
        return Bytes.copyOf(HexFormat.of().parseHex(digits));
    }

    private static void make(Path file, RandomGenerator random) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + ": not a file");
        }
        byte[] secret = new byte[MessageNames.SECRET_BYTES];
        random.nextBytes(secret);
        try {
            Files.createDirectories(folder);
            Path aside = Files.createTempFile(folder, "." + file.getFileName(), ".new", ownerAlone());
            try {
                Files.writeString(
                        aside,
                        HexFormat.of().formatHex(secret) + "\n",
                        StandardCharsets.US_ASCII,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DSYNC);
                place(aside, file);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException cannot) {
            throw new IOException(
                    "the secret that names messages cannot be made: let delivery.secretFile name a file that the"
                            + " gateway may make, or one that is there (" + cannot + ")",
                    cannot);
        }
        Folders.force(folder);
    }

    /** Whole or not at all; of two gateways that make it at once in one folder, one does. */
    private static void place(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException another) {
            LOG.atDebug().addKeyValue("file", file).log("another gateway made the secret at the same moment");
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static FileAttribute<?>[] ownerAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}

package io.pigw.cli.enroll;

import io.pigw.cli.Failures;
import io.pigw.cli.UserError;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Validity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator's own certificate, in a folder that several commands may use at once: whoever reads or replaces it holds the
 * folder's lock. Blocks.
 *
 * @param directory with key.pem, certificates.pem and trust.pem
 */
record OperatorIdentity(Path directory) {

    private static final String LOCK = ".lock";
    private static final int PARTS = 3;
    private static final int DUE_AFTER = 2;

    /** Something that is done with the files while nobody else uses them. */
    @FunctionalInterface
    interface Work<T> {
        T with(IdentityFiles files) throws IOException, InterruptedException;
    }

    /** Reads it. */
    NodeIdentity load() {
        try {
            return locked(IdentityFiles::load);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while reading " + directory, interrupted);
        } catch (IOException unreadable) {
            throw new UserError("the operator's identity cannot be read: " + Failures.describe(unreadable), unreadable);
        }
    }

    /** Does it under the lock; where the folder cannot be written, nobody replaces anything, and it is done without. */
    <T> T locked(Work<T> work) throws IOException, InterruptedException {
        IdentityFiles files = IdentityFiles.in(directory);
        if (!files.exist()) {
            throw new UserError(directory + " holds no identity: key.pem, certificates.pem and trust.pem are expected."
                    + " 'pigw enroll init' makes the first operator's, 'pigw enroll token --role operator' lets another"
                    + " one enroll");
        }
        try (FileChannel channel = lockFile()) {
            if (channel != null) {
                channel.lock();
            }
            return work.with(files);
        }
    }

    private @Nullable FileChannel lockFile() {
        try {
            return FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException readOnly) {
            return null;
        }
    }

    /** Whether two thirds of the certificate's life are over. */
    static boolean isDue(Validity validity, Instant now) {
        return !now.isBefore(validity.after(DUE_AFTER, PARTS));
    }

    /** What an operator is told of a certificate that ends soon, or has. */
    Optional<String> warning(Validity validity, Instant now) {
        if (validity.left(now).isZero()) {
            return Optional.of("your certificate has ended at " + validity.notAfter()
                    + ". Have another operator make a token ('pigw enroll token --user NAME --role operator'), or make one"
                    + " beside the stopped server ('pigw enroll operator-token'), and enroll into another folder");
        }
        return isDue(validity, now)
                ? Optional.of("your certificate ends at " + validity.notAfter()
                        + ". Renew it: pigw enroll operator-renew --identity " + directory
                        + " --est https://HOST:PORT/.well-known/est")
                : Optional.empty();
    }
}

package io.pigw.runtime.identity;

import io.pigw.runtime.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.function.Consumer;

/**
 * Puts a new key and new certificates, which are two files, in the place of the old ones, so that they change together however
 * it is cut short: both are written aside, then the key is renamed, then the certificates.
 *
 * <table>
 * <caption>what is found at the next start</caption>
 * <tr><td>a key aside</td><td>the old pair is in place: the key is deleted</td></tr>
 * <tr><td>both aside</td><td>the new pair is complete: both are renamed</td></tr>
 * <tr><td>certificates aside that go with the key in place</td><td>the key was renamed: so are they</td></tr>
 * </table>
 */
final class FileReplacement {

    private static final String ASIDE = ".next";

    private final Path key;
    private final Path chain;
    private final Path keyAside;
    private final Path chainAside;

    /** What has just been done, and is on disk. */
    enum Step {
        KEY_ASIDE,
        CHAIN_ASIDE,
        KEY_IN_PLACE,
        CHAIN_IN_PLACE
    }

    FileReplacement(Path key, Path chain) {
        this.key = key;
        this.chain = chain;
        this.keyAside = key.resolveSibling(key.getFileName() + ASIDE);
        this.chainAside = chain.resolveSibling(chain.getFileName() + ASIDE);
    }

    /** @param done told of each step */
    void replaceBy(NodeIdentity next, Consumer<Step> done) throws IOException, GeneralSecurityException {
        recover();
        Pem.writeKey(keyAside, next.key());
        forceFolder(keyAside);
        done.accept(Step.KEY_ASIDE);
        Pem.writeCertificates(chainAside, next.chain());
        forceFolder(chainAside);
        done.accept(Step.CHAIN_ASIDE);
        move(keyAside, key);
        done.accept(Step.KEY_IN_PLACE);
        move(chainAside, chain);
        done.accept(Step.CHAIN_IN_PLACE);
    }

    /** Completes or undoes what was cut short. */
    void recover() throws IOException {
        boolean hasChain = Files.exists(chainAside);
        if (hasChain && Files.exists(keyAside) && belongTogether(keyAside)) {
            move(keyAside, key);
            move(chainAside, chain);
        } else if (hasChain && Files.exists(key) && belongTogether(key)) {
            move(chainAside, chain);
        }
        Files.deleteIfExists(chainAside);
        Files.deleteIfExists(keyAside);
    }

    private boolean belongTogether(Path withKey) throws IOException {
        try {
            PrivateKey candidate = Pem.readKey(withKey);
            return KeyPairs.belongTogether(
                    candidate, Pem.readCertificates(chainAside).getFirst().getPublicKey());
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(to);
    }

    private static void forceFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Folders.force(folder);
        }
    }
}

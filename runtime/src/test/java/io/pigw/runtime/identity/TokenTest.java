package io.pigw.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.testing.SoftHsm;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are in PKCS#11 tokens. */
class TokenTest {

    private final SecureRandom random = new SecureRandom();
    private final TestPki pki = TestPki.create();

    @TempDir
    private Path directory;

    @Test
    void aReplacementCutShortAnywhereLeavesACertificateWithItsKey() throws Exception {
        TokenIdentity kept = new TokenIdentity(
                new TokenKeys(SoftHsm.token("one", "node")),
                directory.resolve("certificates.pem"),
                directory.resolve("trust.pem"));
        NodeIdentity old = identity(kept.freshKey(random));
        kept.save(old);
        assertThat(kept.load().certificate()).isEqualTo(old.certificate());

        NodeIdentity next = identity(kept.freshKey(random));
        requireLoads(kept, old);
        Pem.writeCertificates(kept.chain(), next.chain());
        requireLoads(kept, next);
        Pem.writeCertificates(kept.chain(), old.chain());
        requireLoads(kept, old);

        kept.replace(next);
        requireLoads(kept, next);
        assertThat(new EcdsaSigner(old).sign(Bytes.utf8("not told yet")).size()).isPositive();
        NodeIdentity last = identity(kept.freshKey(random));
        kept.replace(last);
        assertThat(Pkcs11Token.open(SoftHsm.token("one", "node")).aliases()).hasSize(2);
        assertThatThrownBy(() -> kept.replace(old)).hasMessageContaining("no key in the token belongs");
        requireLoads(kept, last);
    }

    @Test
    void twoIdentitiesWithOneAliasLeaveEachOthersKeysAlone() throws Exception {
        TokenKeys shared = new TokenKeys(SoftHsm.token("four", "node"));
        TokenIdentity left = identityIn("left", shared);
        TokenIdentity right = identityIn("right", shared);
        NodeIdentity rightsOwn = identity(right.freshKey(random));
        right.save(rightsOwn);
        left.save(identity(left.freshKey(random)));
        left.freshKey(random); // of a renewal that failed

        for (int i = 0; i < 3; i++) {
            left.replace(identity(left.freshKey(random)));
        }

        requireLoads(right, rightsOwn);
        List<String> keys = Pkcs11Token.open(SoftHsm.token("four", "node")).aliases();
        assertThat(keys).hasSize(3);
        assertThat(MadeKeys.beside(left.chain()).labels()).hasSize(2).isSubsetOf(keys);
        assertThat(MadeKeys.beside(right.chain()).labels()).hasSize(1).isSubsetOf(keys);
    }

    private TokenIdentity identityIn(String folder, TokenKeys keys) throws IOException {
        Path own = Files.createDirectory(directory.resolve(folder));
        return new TokenIdentity(keys, own.resolve("certificates.pem"), own.resolve("trust.pem"));
    }

    private NodeIdentity identity(KeyPair pair) throws Exception {
        X509Certificate certificate = pki.certificate(Role.PEER, NodeId.of(586)).issue(pair.getPublic());
        return NodeIdentity.of(pair.getPrivate(), List.of(certificate, pki.issuing()), pki.trustAnchors());
    }

    private static void requireLoads(TokenIdentity kept, NodeIdentity expected) throws Exception {
        NodeIdentity loaded = kept.load();
        assertThat(loaded.certificate()).isEqualTo(expected.certificate());
        assertThat(KeyPairs.belongTogether(
                        loaded.key(), loaded.chain().getFirst().getPublicKey()))
                .isTrue();
        assertThat(new EcdsaSigner(loaded).sign(Bytes.utf8("hello")).size()).isPositive();
    }

    @Test
    void aKeyInATokenNeverLeavesIt() throws Exception {
        KeyPair pair = new TokenKeys(SoftHsm.token("two", "node")).generate(random);

        assertThat(pair.getPrivate().getEncoded()).isNull();
        assertThat(KeyPairs.belongTogether(pair.getPrivate(), pair.getPublic())).isTrue();
        assertThat(SignatureProviders.isInToken(pair.getPrivate())).isTrue();
    }

    @Test
    void whatIsWrongWithATokenIsSaidWithoutThePin() throws Exception {
        Pkcs11Config good = SoftHsm.token("three", "node");
        Path wrong = Files.createFile(
                directory.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(wrong, "987654");

        assertThatThrownBy(() -> open(new Pkcs11Config(good.library(), "three", null, "node", wrong)))
                .hasMessageContaining("the PIN in " + wrong + " is not taken")
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageNotContaining("987654");
        assertThatThrownBy(() -> open(new Pkcs11Config(good.library(), "nine", null, "node", good.pinFile())))
                .hasMessageContaining("has no token \"nine\"")
                .hasMessageContaining("three");
        assertThatThrownBy(() -> open(new Pkcs11Config(good.library(), null, 99L, "node", good.pinFile())))
                .hasMessageContaining("cannot be opened");
        Path missing = directory.resolve("none.so");
        assertThatThrownBy(() -> open(new Pkcs11Config(missing, "three", null, "node", good.pinFile())))
                .hasMessageContaining(missing + ": there is no such file");
        Path text = Files.writeString(directory.resolve("text.so"), "no library");
        assertThatThrownBy(() -> open(new Pkcs11Config(text, "three", null, "node", good.pinFile())))
                .hasMessageContaining(text + " cannot be loaded");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> open(new Pkcs11Config(good.library(), "three", null, "node", wrong)))
                .hasMessageContaining("chmod 600");
    }

    private static void open(Pkcs11Config config) throws IOException {
        Pkcs11Token.open(config);
    }
}

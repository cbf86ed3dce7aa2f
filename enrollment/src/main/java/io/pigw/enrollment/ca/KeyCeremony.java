package io.pigw.enrollment.ca;

import io.pigw.enrollment.ca.Ceremony.Care;
import io.pigw.enrollment.ca.Ceremony.Item;
import io.pigw.runtime.identity.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a root, in a folder to be carried away, and an issuing authority under it, for the server. Both folders are written aside;
 * the authority's appears with one rename, the root's with the next. A crash before the first leaves nothing, one between the
 * two is mended by performing the ceremony again. Keys made in tokens stay there in either case. Blocks.
 */
public final class KeyCeremony {

    private final AuthoritySettings settings;
    private final SecureRandom random;
    private final Instant now;

    /** A ceremony at that time. */
    public KeyCeremony(AuthoritySettings settings, SecureRandom random, Instant now) {
        this.settings = settings;
        this.random = random;
        this.now = now;
    }

    /**
     * Makes the authority.
     *
     * @throws IOException if one is there already, or something cannot be written
     */
    public Ceremony perform(RootPlace root) throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        Path rootAside = Folders.aside(root.directory());
        if (Files.exists(files.directory())) {
            if (Files.exists(root.directory()) || !isRootOf(root.at(rootAside), files)) {
                throw new IOException(files.directory() + ": there is an authority already; nothing was changed");
            }
            Folders.move(rootAside, root.directory());
            return report(root, Authorities.load(settings, now));
        }
        if (Files.exists(root.directory())) {
            throw new IOException(
                    root.directory() + " exists already: name a new folder for the root; nothing was changed");
        }
        CaFiles aside = new CaFiles(Folders.aside(files.directory()));
        Folders.make(rootAside);
        Folders.make(aside.directory());
        make(aside, root.at(rootAside));
        Folders.force(rootAside);
        Folders.move(aside.directory(), files.directory());
        Folders.move(rootAside, root.directory());
        return report(root, Authorities.load(settings, now));
    }

    /** For development: the root stays on the server, below the authority's folder, and all appears with one rename. */
    void performAlone() throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        CaFiles aside = new CaFiles(Folders.aside(files.directory()));
        Folders.make(aside.directory());
        Folders.make(aside.root());
        Password password = Password.in(aside.root().resolve("password"));
        make(aside, new RootPlace(aside.root(), new Custody.Encrypted(password)));
        Folders.move(aside.directory(), files.directory());
    }

    private void make(CaFiles files, RootPlace place) throws IOException, GeneralSecurityException {
        KeyPair rootPair = place.custody().generate(random);
        X509Certificate root = CaCertificates.root(settings.overlay(), rootPair, now, random);
        place.custody().save(place.key(), rootPair.getPrivate(), List.of(root));
        Pem.writeCertificates(place.certificate(), List.of(root));
        Custody custody = settings.keys().fresh();
        KeyPair pair = custody.generate(random);
        X509Certificate issuing = CaCertificates.issuing(
                pair.getPublic(), root, rootPair.getPrivate(), now, settings.publication(), random);
        Pem.writeCertificates(files.trust(), List.of(root));
        String keyId = write(files, custody, pair.getPrivate(), issuing, root);
        if (settings.publication() != null) {
            byte[] nothingRevoked =
                    new RootAuthority(root, rootPair.getPrivate()).crl(List.of(), now, CaCertificates.ISSUING_LIFE);
            Files.write(files.rootCrl(), nothingRevoked);
        }
        new Register(List.of(new Register.Entry(keyId, now.truncatedTo(ChronoUnit.SECONDS)))).write(files.register());
    }

    static String write(CaFiles files, Custody custody, PrivateKey key, X509Certificate issuing, X509Certificate root)
            throws IOException, GeneralSecurityException {
        String keyId = IssuingAuthority.keyIdOf(issuing);
        Files.deleteIfExists(files.key(keyId));
        custody.save(files.key(keyId), key, List.of(issuing, root));
        Pem.writeCertificates(files.certificate(keyId), List.of(issuing));
        return keyId;
    }

    private static boolean isRootOf(RootPlace aside, CaFiles files) throws IOException, GeneralSecurityException {
        return Files.exists(aside.certificate())
                && Files.exists(files.trust())
                && Pem.readCertificates(aside.certificate()).equals(Pem.readCertificates(files.trust()));
    }

    private Ceremony report(RootPlace place, Authorities authorities) throws IOException {
        CaFiles files = settings.files();
        X509Certificate issuing = authorities.current(now).certificate();
        List<Item> items = new ArrayList<>();
        items.add(new Item("root key", place.custody().where(place.key()), Care.CARRY_AWAY));
        items.add(Item.of("root certificate", files.trust(), Care.PUBLIC));
        String keyId = IssuingAuthority.keyIdOf(issuing);
        Path key = files.key(keyId);
        items.add(new Item("issuing key", settings.keys().of(key).where(key), Care.BACK_UP));
        items.add(Item.of("issuing certificate", files.certificate(keyId), Care.BACK_UP));
        Password password = settings.keys().password();
        if (password != null && Files.exists(key)) {
            password.file().ifPresent(file -> items.add(Item.of("issuing key's password", file, Care.BACK_UP_APART)));
        }
        return new Ceremony(authorities.root(), issuing, items);
    }
}

package io.pigw.enrollment;

import io.pigw.enrollment.backup.BackupConfig;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.IssuingKeys;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.publish.PublishConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.identity.Pkcs11Config;
import io.pigw.runtime.store.StoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the enrollment server.
 *
 * @param listen where EST is served over HTTPS
 * @param names DNS names and IP addresses by which clients reach it, for its certificate; none: the host of listen, and
 *     {@code localhost}, {@code 127.0.0.1} and {@code ::1}
 * @param store its database
 * @param ca its keys
 * @param overlay whom it enrolls into
 * @param policy whom it enrolls
 * @param admin where health and metrics are served, on loopback; null: nowhere
 * @param csps the overlay's CSPs: they are sent each new CRL
 * @param publish where CRLs and OCSP are served; null: certificates say nothing about revocation, and nobody checks it
 * @param operators who administers it, and where; null: nobody, so that there are no tokens
 * @param exclusions what comes of opinion servers' proposals to exclude a node
 * @param backup where backups go; null: none are made
 */
public record EnrollmentConfig(
        HostPort listen,
        @Default("[]") List<String> names,
        StoreConfig store,
        Ca ca,
        Overlay overlay,
        @Default("{}") PolicySettings policy,
        @Nullable HostPort admin,
        @Default("[]") List<ContactConfig> csps,
        @Nullable PublishConfig publish,
        @Nullable Operators operators,
        @Default("{}") ExclusionSettings exclusions,
        @Nullable BackupConfig backup) {

    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

    /** Copies the lists. */
    public EnrollmentConfig {
        names = List.copyOf(names);
        csps = List.copyOf(csps);
        if (backup != null && store.postgresql() != null) {
            throw new IllegalArgumentException(
                    "backup copies a database that is in store.directory. With store.postgresql"
                            + " take the section out: back the schema up by the server's means, and copy ca.directory");
        }
    }

    /**
     * The authority's keys.
     *
     * @param directory made by {@code pigw enroll init}, or at the first start if the ceremony is automatic
     * @param validity of a node's certificate, 1 minute to 30 days
     * @param ceremony who makes the keys
     * @param passwordFile its first line is the password of the issuing authorities' PKCS#12 files; readable by its owner alone
     * @param pkcs11 a token instead: new issuing keys are made there
     */
    public record Ca(
            Path directory,
            @Default("30d") Duration validity,
            @Default("manual") CeremonyMode ceremony,
            @Nullable Path passwordFile,
            @Nullable Pkcs11Config pkcs11) {

        /** Checks that the keys have a place. */
        public Ca {
            if (ceremony == CeremonyMode.MANUAL && passwordFile == null && pkcs11 == null) {
                throw new IllegalArgumentException(
                        "the issuing key needs a place: give passwordFile (for a PKCS#12 file) or"
                                + " pkcs11 (a token); or, for development, ceremony: automatic");
            }
        }

        /** For development: the server makes root and all by itself. */
        public static Ca automatic(Path directory, Duration validity) {
            return new Ca(directory, validity, CeremonyMode.AUTOMATIC, null, null);
        }
    }

    /** Who makes the authority's keys. */
    public enum CeremonyMode {
        /** A person, with {@code pigw enroll init}: the root's key is nowhere near the server. */
        MANUAL,
        /** The server, at its first start, the root's key beside the rest: for development. */
        AUTOMATIC
    }

    /** What the certification authority is opened with. */
    public AuthoritySettings authority() {
        CaFiles files = new CaFiles(ca.directory());
        AuthoritySettings automatic = AuthoritySettings.automatic(files, overlay.name(), ca.validity());
        Path password = ca.passwordFile();
        boolean beside = password == null && ca.ceremony() == CeremonyMode.AUTOMATIC;
        IssuingKeys keys = new IssuingKeys(
                beside ? automatic.keys().password() : password == null ? null : Password.in(password), ca.pkcs11());
        PublicationUrls urls = publish == null ? null : publish.urls().orElse(null);
        return new AuthoritySettings(
                files, overlay.name(), ca.validity(), keys, ca.ceremony() == CeremonyMode.AUTOMATIC, urls);
    }

    /**
     * The operators' port: HTTPS, for those alone whose certificate is of role operator.
     *
     * @param listen where
     */
    public record Operators(HostPort listen) {}

    /**
     * The overlay.
     *
     * @param name its domain, such as {@code p2p.example.net}
     * @param ringBits 1 to 128
     * @param reservedIds never drawn, but an operator may fix them: the backbone's
     */
    public record Overlay(
            String name,
            @Default("128") int ringBits,
            @Default("[]") List<NodeId> reservedIds) {
        /** Checks the ring and the IDs. */
        public Overlay {
            Ring ring = new Ring(ringBits);
            reservedIds = List.copyOf(reservedIds);
            for (NodeId id : reservedIds) {
                if (!ring.contains(id)) {
                    throw new IllegalArgumentException("reserved ID " + id + " is outside the ring");
                }
            }
            if (name.isBlank()) {
                throw new IllegalArgumentException("overlay.name is empty");
            }
        }

        Ring ring() {
            return new Ring(ringBits);
        }
    }

    /** Where clients enroll; empty if the port is drawn at the start. */
    public Optional<URI> est() {
        return url(listen, "/.well-known/est");
    }

    /** Where operators go; empty if there is no such port, or it is drawn at the start. */
    public Optional<URI> operatorsUrl() {
        return operators == null ? Optional.empty() : url(operators.listen(), "");
    }

    private Optional<URI> url(HostPort at, String path) {
        return at.port() == 0
                ? Optional.empty()
                : Optional.of(URI.create("https://" + new HostPort(serverNames().getFirst(), at.port()) + path));
    }

    /** The names for the server's certificate. */
    List<String> serverNames() {
        if (!names.isEmpty()) {
            return names;
        }
        Set<String> all = new LinkedHashSet<>();
        if (!WILDCARDS.contains(listen.host())) {
            all.add(listen.host());
        }
        all.addAll(LOCAL_NAMES);
        return List.copyOf(all);
    }
}

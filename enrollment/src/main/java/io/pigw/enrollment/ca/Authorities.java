package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.SignatureProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * The root's certificate and the issuing authorities that are alive, as read from the files.
 *
 * <pre>
 *   announced ──since──▶ issues ──the next one's since──▶ signs CRLs ──its last certificate has ended──▶ retired
 * </pre>
 *
 * @param root the root's certificate
 * @param members oldest first
 */
record Authorities(X509Certificate root, List<Member> members) {

    /** How long an authority signs CRLs after its last certificate has ended: each is on one CRL more (RFC 5280 §3.3). */
    private static final Duration AFTER_LAST = Duration.ofDays(2);

    /**
     * An issuing authority.
     *
     * @param since when it issues first
     * @param until when nothing that it signed is alive any more
     */
    record Member(IssuingAuthority authority, Instant since, Instant until) {}

    Authorities {
        members = List.copyOf(members);
    }

    /**
     * Reads and checks: each is signed by the root, and has its key. Blocks.
     *
     * @throws IOException if a file is missing or is not what it should be
     * @throws GeneralSecurityException if a certificate does not verify, or none issues now
     */
    static Authorities load(AuthoritySettings settings, Instant now) throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        if (!Files.exists(files.register())) {
            throw new IOException(files.register() + " is missing: " + files.directory() + " holds no authority");
        }
        X509Certificate root = Pem.readCertificates(files.trust()).getFirst();
        root.verify(root.getPublicKey(), SignatureProviders.chosen());
        root.checkValidity(Date.from(now));
        List<Register.Entry> entries = Register.read(files.register()).entries();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Register.Entry entry = entries.get(i);
            Instant until = i + 1 < entries.size() ? lastEnd(entries.get(i + 1).since()) : Instant.MAX;
            if (now.isBefore(until)) {
                members.add(load(settings, root, entry, until));
            }
        }
        Authorities authorities = new Authorities(root, members);
        authorities.current(now).certificate().checkValidity(Date.from(now));
        return authorities;
    }

    private static Member load(AuthoritySettings settings, X509Certificate root, Register.Entry entry, Instant until)
            throws IOException, GeneralSecurityException {
        CaFiles files = settings.files();
        X509Certificate certificate =
                Pem.readCertificates(files.certificate(entry.keyId())).getFirst();
        certificate.verify(root.getPublicKey(), SignatureProviders.chosen());
        if (!IssuingAuthority.keyIdOf(certificate).equals(entry.keyId())) {
            throw new IOException(files.certificate(entry.keyId()) + " is another authority's");
        }
        var file = files.key(entry.keyId());
        var key = settings.keys().of(file).load(file, certificate);
        Instant end = certificate.getNotAfter().toInstant();
        return new Member(new IssuingAuthority(certificate, key), entry.since(), until.isBefore(end) ? until : end);
    }

    /** When the last certificate of an authority is of no more concern that stops to issue at that time. */
    static Instant lastEnd(Instant stops) {
        return stops.plus(CertificateAuthority.MAX_VALIDITY).plus(AFTER_LAST);
    }

    /** The youngest that issues; where none does yet, the eldest. */
    IssuingAuthority current(Instant now) {
        IssuingAuthority current = members.getFirst().authority();
        for (Member member : members) {
            if (!member.since().isAfter(now)) {
                current = member.authority();
            }
        }
        return current;
    }

    /** Those that issued before the current one and have living certificates, oldest first. */
    List<CertificateAuthority.Retired> retired(Instant now) {
        IssuingAuthority current = current(now);
        List<CertificateAuthority.Retired> retired = new ArrayList<>();
        for (Member member : members) {
            if (member.authority().equals(current)) {
                break;
            }
            if (now.isBefore(member.until())) {
                retired.add(new CertificateAuthority.Retired(member.authority().keyId(), member.until()));
            }
        }
        return retired;
    }

    /** All that may have living certificates or soon will, the one that issues first, then the youngest first. */
    List<IssuingAuthority> living(Instant now) {
        IssuingAuthority current = current(now);
        List<IssuingAuthority> living = new ArrayList<>();
        living.add(current);
        for (Member member : members.reversed()) {
            if (!member.authority().equals(current) && now.isBefore(member.until())) {
                living.add(member.authority());
            }
        }
        return living;
    }
}

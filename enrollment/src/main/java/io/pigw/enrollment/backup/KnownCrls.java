package io.pigw.enrollment.backup;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.runtime.store.Statements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** CRLs that are younger than a backup: what they list stays revoked. */
final class KnownCrls {

    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final List<Known> known;

    private KnownCrls(List<Known> known) {
        this.known = known;
    }

    /**
     * A CRL that is authentic.
     *
     * @param issuer hex of the authority's subject key identifier
     */
    private record Known(String issuer, X509CRL crl) {}

    /**
     * Reads and verifies.
     *
     * @param files each one CRL in DER or PEM
     * @param authorities who may have signed them
     * @throws BackupException if one is none, or signed by somebody else
     */
    static KnownCrls read(List<Path> files, Collection<X509Certificate> authorities)
            throws IOException, BackupException {
        List<Known> known = new ArrayList<>();
        for (Path file : files) {
            known.add(read(file, authorities));
        }
        return new KnownCrls(known);
    }

    private static Known read(Path file, Collection<X509Certificate> authorities) throws IOException, BackupException {
        if (Files.size(file) > MAX_BYTES) {
            throw new BackupException(file + " is too large for a CRL");
        }
        X509CRL crl;
        try {
            crl = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (GeneralSecurityException malformed) {
            throw new BackupException(file + " is no CRL: name one that a node keeps, or that was fetched", malformed);
        }
        for (X509Certificate authority : authorities) {
            if (isSignedBy(crl, authority)) {
                return new Known(IssuingAuthority.keyIdOf(authority), crl);
            }
        }
        throw new BackupException(
                file + " is not signed by an authority of the backup: name a CRL of this overlay's issuing authority");
    }

    private static boolean isSignedBy(X509CRL crl, X509Certificate authority) {
        if (!crl.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            crl.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /** Revokes what they list and the database does not know to be revoked; returns how many those are. */
    int revoke(Statements statements, String actor, Instant now) throws SQLException {
        int added = 0;
        for (Known one : known) {
            if (one.crl().getRevokedCertificates() == null) {
                continue;
            }
            for (X509CRLEntry entry : one.crl().getRevokedCertificates()) {
                added += revoke(statements, one.issuer(), entry, actor, now);
            }
        }
        return added;
    }

    private static int revoke(Statements statements, String issuer, X509CRLEntry entry, String actor, Instant now)
            throws SQLException {
        String serial = entry.getSerialNumber().toString(16);
        if (isRevoked(statements, serial)) {
            return 0;
        }
        String node = null;
        // No certificate lives longer, so the revocation of one that is not on record may end then.
        long notAfter = now.plus(CertificateAuthority.MAX_VALIDITY).toEpochMilli();
        PreparedStatement find = statements.prepared("SELECT node_id, not_after FROM certificates WHERE serial = ?");
        find.setString(1, serial);
        try (ResultSet row = find.executeQuery()) {
            if (row.next()) {
                node = row.getString(1);
                notAfter = row.getLong(2);
            }
        }
        PreparedStatement insert = statements.prepared("INSERT INTO revocations"
                + " (serial, issuer, node_id, reason, revoked_at, not_after, actor) VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, serial);
        insert.setString(2, issuer);
        insert.setString(3, node);
        insert.setString(4, reason(entry).name());
        insert.setLong(5, entry.getRevocationDate().toInstant().toEpochMilli());
        insert.setLong(6, notAfter);
        insert.setString(7, actor);
        return insert.executeUpdate();
    }

    private static boolean isRevoked(Statements statements, String serial) throws SQLException {
        PreparedStatement find = statements.prepared("SELECT 1 FROM revocations WHERE serial = ?");
        find.setString(1, serial);
        try (ResultSet row = find.executeQuery()) {
            return row.next();
        }
    }

    private static RevocationReason reason(X509CRLEntry entry) {
        CRLReason given = entry.getRevocationReason();
        if (given != null) {
            for (RevocationReason reason : RevocationReason.values()) {
                if (reason.name().equals(given.name())) {
                    return reason;
                }
            }
        }
        return RevocationReason.UNSPECIFIED;
    }
}

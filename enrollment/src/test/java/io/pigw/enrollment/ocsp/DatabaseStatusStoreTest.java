package io.pigw.enrollment.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Subject;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseStatusStoreTest {

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return new StoreConfig(directory.resolve("db"));
    }

    @Test
    void answersWhileTheWriterIsBusy(@TempDir Path directory) throws Exception {
        try (Environment environment = Environment.create(1);
                Database database = environment.databases().open(store(directory), DatabaseEnrollmentStore.MIGRATIONS);
                StatusStore store = new DatabaseStatusStore(database.reader())) {
            // given
            CertificateAuthority authority = CertificateAuthority.open(
                    new CaFiles(directory.resolve("ca")),
                    "p2p.example.net",
                    Duration.ofDays(30),
                    environment.clock(),
                    environment.random());
            BigInteger issued = record(database, certificate(authority));
            CountDownLatch over = new CountDownLatch(1);
            CompletableFuture<Boolean> busy =
                    database.writer().submit(Runnable::run, _ -> over.getCount() == 0 || await(over));

            // when
            List<CertificateStatus> statuses =
                    store.statuses(authority.current().keyId(), List.of(issued, issued.add(BigInteger.ONE)));

            // then
            assertThat(statuses).containsExactly(new CertificateStatus.Good(), new CertificateStatus.Unknown());
            assertThat(store.statuses("00", List.of(issued))).containsExactly(new CertificateStatus.Unknown());
            assertThat(busy).as("the writer, all the while").isNotDone();
            over.countDown();
            assertThat(busy.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static X509Certificate certificate(CertificateAuthority authority) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return authority.issue(authority.prepare(generator.generateKeyPair().getPublic(), new Subject.OcspSigner()));
    }

    private static BigInteger record(Database database, X509Certificate certificate) throws Exception {
        byte[] der = certificate.getEncoded();
        database.writer()
                .submit(Runnable::run, statements -> {
                    PreparedStatement insert = statements.prepared("INSERT INTO certificates"
                            + " (serial, not_before, not_after, issued_at, der) VALUES (?, ?, ?, ?, ?)");
                    insert.setString(1, certificate.getSerialNumber().toString(16));
                    insert.setLong(2, certificate.getNotBefore().toInstant().toEpochMilli());
                    insert.setLong(3, certificate.getNotAfter().toInstant().toEpochMilli());
                    insert.setLong(4, certificate.getNotBefore().toInstant().toEpochMilli());
                    insert.setBytes(5, der);
                    return insert.executeUpdate();
                })
                .get(10, TimeUnit.SECONDS);
        return certificate.getSerialNumber();
    }
}

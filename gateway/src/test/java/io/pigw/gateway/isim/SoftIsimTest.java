package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SoftIsimTest {

    private static final IsimIdentity IDENTITY =
            new IsimIdentity("pigw@ims.example.net", List.of("sip:pigw@ims.example.net"), "ims.example.net");
    private static final TestSet SET = TestSet.of(3);
    private static final Bytes RAND = SET.rand();
    private static final HomeNetwork HOME = new HomeNetwork(SET.key(), SET.op());
    private static final SqnLimits WIDE = new SqnLimits(1L << 43, Long.MAX_VALUE);

    @TempDir
    private Path directory = Path.of("none");

    static List<TestSet> sets() {
        return TestSet.all();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void answersThePublishedChallenges(TestSet set) throws Exception {
        SoftIsim isim = new SoftIsim(IDENTITY, Milenage.withOpc(set.key(), set.opc()), store(), WIDE);

        AkaResult result = isim.authenticate(set.challenge());

        assertThat(result).isEqualTo(new AkaResult.Success(set.f2(), set.f3(), set.f4()));
    }

    @Test
    void aChallengeOfAnotherNetworkIsNotAnswered() throws Exception {
        byte[] autn = HOME.challenge(RAND, 32).autn().toArray();
        autn[15] ^= 1;

        AkaResult result = isim().authenticate(new AkaChallenge(RAND, Bytes.copyOf(autn)));

        assertThat(result).isEqualTo(new AkaResult.MacFailure());
        assertThat(isim().authenticate(HOME.challenge(RAND, 32))).isInstanceOf(AkaResult.Success.class);
    }

    @Test
    void aRepeatedChallengeSynchronises() throws Exception {
        SoftIsim isim = isim();
        isim.authenticate(HOME.challenge(RAND, 1000));

        AkaResult again = isim.authenticate(HOME.challenge(RAND, 1000));

        assertThat(again)
                .isInstanceOfSatisfying(
                        AkaResult.SyncFailure.class,
                        failure -> assertThat(HOME.resynchronised(RAND, failure.auts()))
                                .isEqualTo(1000));
    }

    @Test
    void whatWasAnsweredIsNotAnsweredAfterAKillEither() throws Exception {
        AkaChallenge challenge = HOME.challenge(RAND, 1000);
        isim().authenticate(challenge);

        SoftIsim restarted = isim();

        assertThat(restarted.authenticate(challenge)).isInstanceOf(AkaResult.SyncFailure.class);
        assertThat(restarted.authenticate(HOME.challenge(RAND, 1032))).isInstanceOf(AkaResult.Success.class);
    }

    @Test
    void nothingIsAnsweredBeforeTheNumberIsOnDisk() throws Exception {
        SqnStore broken = new SqnStore() {
            @Override
            public SqnState load() {
                return SqnState.initial();
            }

            @Override
            public void save(SqnState state) throws IOException {
                throw new IOException("disk full");
            }
        };
        SoftIsim isim = new SoftIsim(IDENTITY, milenage(), broken, SqnLimits.DEFAULTS);
        AkaChallenge challenge = HOME.challenge(RAND, 1000);

        assertThatThrownBy(() -> isim.authenticate(challenge))
                .isInstanceOf(IsimException.class)
                .hasMessageContaining("disk full");
        assertThat(isim.authenticate(challenge)).isInstanceOf(AkaResult.SyncFailure.class);
    }

    @Test
    void indicesAreIndependent() throws Exception {
        SoftIsim isim = isim();
        isim.authenticate(HOME.challenge(RAND, 100 << 5 | 1));

        AkaResult older = isim.authenticate(HOME.challenge(RAND, 99 << 5 | 2));

        assertThat(older).isInstanceOf(AkaResult.Success.class);
    }

    @Test
    void stepsBeyondDeltaAreRefused() throws Exception {
        SoftIsim isim = isim();
        long delta = SqnLimits.DEFAULTS.delta();

        assertThat(isim.authenticate(HOME.challenge(RAND, delta + 1 << 5))).isInstanceOf(AkaResult.SyncFailure.class);
        assertThat(isim.authenticate(HOME.challenge(RAND, delta << 5))).isInstanceOf(AkaResult.Success.class);
    }

    @Test
    void aLimitToTheAgeHolds() throws Exception {
        SoftIsim isim = new SoftIsim(IDENTITY, milenage(), store(), new SqnLimits(1L << 28, 32));
        isim.authenticate(HOME.challenge(RAND, 100 << 5));

        assertThat(isim.authenticate(HOME.challenge(RAND, 68 << 5 | 1))).isInstanceOf(AkaResult.SyncFailure.class);
        assertThat(isim.authenticate(HOME.challenge(RAND, 69 << 5 | 1))).isInstanceOf(AkaResult.Success.class);
    }

    private SoftIsim isim() throws IOException {
        return new SoftIsim(IDENTITY, milenage(), store(), SqnLimits.DEFAULTS);
    }

    private static Milenage milenage() {
        return Milenage.withOp(SET.key(), SET.op());
    }

    private SqnStore store() {
        return new FileSqnStore(directory.resolve("isim").resolve("sqn"), IDENTITY.impi());
    }

    @Test
    void theStoreRefusesWhatItDidNotWrite() throws Exception {
        Path file = directory.resolve("sqn");
        FileSqnStore store = new FileSqnStore(file, IDENTITY.impi());
        store.save(SqnState.initial().with(77 << 5));
        assertThat(store.load().sqnMs()).isEqualTo(77 << 5);

        assertThatThrownBy(() -> new FileSqnStore(file, "other@ims.example.net").load())
                .hasMessageContaining("another private identity");
        Files.writeString(file, Files.readString(file).substring(0, 50));
        assertThatThrownBy(store::load).hasMessageContaining("damaged");
    }
}

package io.pigw.gateway.isim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, without a reader in between. */
final class CardIsimTest {

    static final IsimIdentity IDENTITY = new IsimIdentity(
            "001010123456789@ims.mnc001.mcc001.3gppnetwork.org",
            List.of("sip:pigw@ims.example.net", "sip:+15550100@ims.example.net;user=phone", "tel:+15550100"),
            "ims.mnc001.mcc001.3gppnetwork.org");
    private static final TestSet SET = TestSet.of(3);
    private static final HomeNetwork HOME = new HomeNetwork(SET.key(), SET.op());

    @TempDir
    private Path directory = Path.of("none");

    private final Reader reader = new Reader();

    @BeforeEach
    void insertCard() throws Exception {
        reader.card = card(false, true);
    }

    private VirtualUicc card(boolean usesPin, boolean makesFetch) throws Exception {
        return new VirtualUicc(TestIsims.of(SET, IDENTITY, directory.resolve("card")), usesPin, makesFetch);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void readsWhoTheSubscriberIsAndAnswers(boolean usesPin, boolean makesFetch) throws Exception {
        reader.card = card(usesPin, makesFetch);
        try (CardIsim isim = new CardIsim(reader, pin("1234"))) {
            assertThat(isim.identity()).isEqualTo(IDENTITY);
            assertThat(isim.authenticate(SET.challenge()))
                    .isEqualTo(new AkaResult.Success(SET.f2(), SET.f3(), SET.f4()));
        }
    }

    @Test
    void synchronises() throws Exception {
        try (CardIsim isim = new CardIsim(reader, null)) {
            isim.authenticate(HOME.challenge(SET.rand(), 3200));

            assertThat(isim.authenticate(HOME.challenge(SET.rand(), 3200)))
                    .isInstanceOfSatisfying(
                            AkaResult.SyncFailure.class,
                            failure -> assertThat(HOME.resynchronised(SET.rand(), failure.auts()))
                                    .isEqualTo(3200));
        }
    }

    @Test
    void aForeignChallengeIsNoAnswer() throws Exception {
        try (CardIsim isim = new CardIsim(reader, null)) {
            assertThat(isim.authenticate(TestSet.of(4).challenge())).isEqualTo(new AkaResult.MacFailure());
        }
    }

    @ParameterizedTest
    @CsvSource({"0x9864, does not know IMS AKA", "0x6982, PIN", "0x6985, AUTHENTICATE failed with 6985", "0x6581, 6581"
    })
    void otherAnswersAreNamed(String status, String said) throws Exception {
        reader.card.answerWith(Integer.decode(status));
        try (CardIsim isim = new CardIsim(reader, null)) {
            assertThatThrownBy(() -> isim.authenticate(SET.challenge()))
                    .isInstanceOf(IsimException.class)
                    .hasMessageContaining(said);
        }
    }

    @Test
    void aCardThatWasTakenOutAndPutBackIsFoundAgain() throws Exception {
        try (CardIsim isim = new CardIsim(reader, null)) {
            isim.identity();
            reader.takeOut();
            assertThatThrownBy(() -> isim.authenticate(SET.challenge()))
                    .isInstanceOf(IsimException.class)
                    .hasMessageContaining("no card");

            reader.putBack();

            assertThat(isim.authenticate(SET.challenge())).isInstanceOf(AkaResult.Success.class);
        }
    }

    @Test
    void aCardThatAnotherProgramResetIsUsedAtOnce() throws Exception {
        try (CardIsim isim = new CardIsim(reader, null)) {
            isim.identity();
            reader.takeOut();
            reader.putBack();

            assertThat(isim.authenticate(SET.challenge())).isInstanceOf(AkaResult.Success.class);
            assertThat(reader.connections).isEqualTo(2);
        }
    }

    @Test
    void aPinThatIsMissingOrWrongIsSaid() throws Exception {
        VirtualUicc card = card(true, true);
        reader.card = card;
        try (CardIsim none = new CardIsim(reader, null);
                CardIsim wrong = new CardIsim(reader, pin("9999"))) {
            assertThatThrownBy(none::identity).hasMessageContaining("sip.registration.card.pin");
            assertThatThrownBy(wrong::identity).hasMessageContaining("does not take the PIN");
            assertThat(card.tries()).isEqualTo(2);
            assertThatThrownBy(wrong::identity).hasMessageContaining("does not take the PIN");
            assertThatThrownBy(wrong::identity).hasMessageContaining("one try");
            assertThat(card.tries()).isEqualTo(1);
            card.tries(0);
            assertThatThrownBy(wrong::identity).hasMessageContaining("PUK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6200", "62", "62ff", "6282ffff", "628105", "1f", "1f83", "62848000000000"})
    void nonsenseIsNoTlv(String bytes) {
        assertThat(Tlv.find(TestSet.hex(bytes).toArray(), 0x80)).isEmpty();
    }

    @Test
    void longObjectsAreRead() {
        byte[] bytes = TestSet.hex("5f2d01aa" + "81820003010203" + "80" + "8102" + "0405")
                .toArray();

        assertThat(Tlv.find(bytes, 0x80)).contains(new byte[] {4, 5});
        assertThat(Tlv.find(bytes, 0x5f2d)).contains(new byte[] {(byte) 0xaa});
    }

    private Path pin(String digits) throws Exception {
        Path file = Files.createTempFile(directory, "pin", "");
        Files.writeString(file, digits + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private final class Reader implements CardReader {
        private VirtualUicc card;
        private boolean present = true;
        private int generation;
        private int connections;

        private Reader() {
            try {
                card = card(false, false);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        void takeOut() {
            present = false;
            generation++;
        }

        void putBack() {
            present = true;
            card.reset();
        }

        @Override
        public CardChannel connect() throws IsimException {
            if (!present) {
                throw new IsimException("no card in the reader");
            }
            connections++;
            int mine = generation;
            return new CardChannel() {
                @Override
                public ResponseAPDU transmit(CommandAPDU command) throws CardException {
                    if (mine != generation) {
                        throw new CardException("SCARD_W_RESET_CARD");
                    }
                    return new ResponseAPDU(card.transmit(command.getBytes()));
                }

                @Override
                public void close() {}
            };
        }
    }
}

package io.pigw.gateway.isim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.smartcardio.CardException;
import javax.smartcardio.ResponseAPDU;
import org.jspecify.annotations.Nullable;

/** Unlocks a card (ETSI TS 102 221 §9.5, §11.1.9). A card that has but one try left is not tried: a third wrong PIN locks it. */
final class CardPin {

    private static final int OK = 0x9000;
    private static final int BLOCKED = 0x6983;
    private static final int NO_DATA_EXPECTED = 0x6984;
    private static final int PIN_LENGTH = 8;
    private static final int SAFE_TRIES = 2;
    private static final int UNIVERSAL = 0x01;

    private CardPin() {}

    /**
     * Gives the PIN if the card wants one.
     *
     * @param fcp what SELECT of the application answered: it names the PIN, and whether it is in use
     */
    static void unlock(Apdus card, byte[] fcp, @Nullable String pin) throws CardException, IsimException {
        Optional<byte[]> status = Tlv.find(fcp, 0x62).flatMap(template -> Tlv.find(template, 0xc6));
        if (status.isPresent() && !isInUse(status.get())) {
            return;
        }
        int reference = status.flatMap(template -> Tlv.find(template, 0x83))
                .filter(value -> value.length == 1)
                .map(value -> value[0] & 0xff)
                .orElse(UNIVERSAL);
        ResponseAPDU asked = card.triesLeft(reference);
        if (asked.getSW() == OK || asked.getSW() == NO_DATA_EXPECTED) {
            return;
        }
        int tries = asked.getSW() == BLOCKED ? 0 : asked.getSW() >> 4 == 0x63c ? asked.getSW() & 0xf : SAFE_TRIES;
        if (tries == 0) {
            throw new IsimException("the card's PIN is blocked: unblock it in a telephone with its PUK");
        }
        if (pin == null) {
            throw new IsimException("the card wants its PIN: put it into a file of mode 0600, named in"
                    + " sip.registration.card.pin, or switch the PIN off in a telephone");
        }
        if (tries < SAFE_TRIES) {
            throw new IsimException(
                    "the card has one try for its PIN left, which is not risked: enter it in a telephone first");
        }
        ResponseAPDU verified = card.verify(reference, padded(pin));
        if (verified.getSW() != OK) {
            throw new IsimException("the card does not take the PIN of sip.registration.card.pin: correct it");
        }
    }

    /** PS_DO, tag 90 (ETSI TS 102 221 §9.5.2): a set first bit says that the first PIN is in use. */
    private static boolean isInUse(byte[] template) {
        return Tlv.find(template, 0x90)
                .filter(bits -> bits.length > 0)
                .map(bits -> (bits[0] & 0x80) != 0)
                .orElse(true);
    }

    private static byte[] padded(String pin) throws IsimException {
        if (!pin.matches("[0-9]{4,8}")) {
            throw new IsimException("a PIN has 4 to 8 digits");
        }
        byte[] bytes = new byte[PIN_LENGTH];
        Arrays.fill(bytes, (byte) 0xff);
        System.arraycopy(pin.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, pin.length());
        return bytes;
    }
}

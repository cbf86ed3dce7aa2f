package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.smartcardio.CardException;
import javax.smartcardio.ResponseAPDU;
import org.jspecify.annotations.Nullable;

/** The ISIM application of one card (TS 31.103), selected and unlocked. Not thread-safe; blocks. */
final class IsimApplication {

    private static final int OK = 0x9000;
    private static final int WRONG_MAC = 0x9862;
    private static final int NO_CONTEXT = 0x9864;
    private static final int SECURITY_NOT_SATISFIED = 0x6982;
    private static final int EF_IMPI = 0x6f02;
    private static final int EF_DOMAIN = 0x6f03;
    private static final int EF_IMPU = 0x6f04;
    private static final byte[] EF_DIR = {0x2f, 0x00};
    /** RID of 3GPP and the ISIM's application code (TS 101 220 Annex E). */
    private static final byte[] AID = HexFormat.of().parseHex("a0000000871004");

    private static final int MAX_RECORDS = 16;
    private static final int TAG_SUCCESS = 0xdb;
    private static final int TAG_SYNCHRONISATION = 0xdc;

    private final Apdus card;
    private final IsimIdentity identity;

    private IsimApplication(Apdus card, IsimIdentity identity) {
        this.card = card;
        this.identity = identity;
    }

    /**
     * Selects the application, gives the PIN where the card wants it, and reads who the subscriber is.
     *
     * @param pin 4 to 8 digits, if there is one
     */
    static IsimApplication open(CardChannel channel, @Nullable String pin) throws CardException, IsimException {
        Apdus card = new Apdus(channel);
        ResponseAPDU selected = card.selectApplication(findApplication(card));
        if (selected.getSW() != OK) {
            throw unexpected("SELECT of the ISIM", selected);
        }
        CardPin.unlock(card, selected.getData(), pin);
        String impi = text(transparent(card, EF_IMPI, "EF_IMPI"), "EF_IMPI");
        String domain = text(transparent(card, EF_DOMAIN, "EF_DOMAIN"), "EF_DOMAIN");
        try {
            return new IsimApplication(card, new IsimIdentity(impi, impus(card), domain));
        } catch (IllegalArgumentException e) {
            throw new IsimException("what the card says of its subscriber cannot be used: " + e.getMessage(), e);
        }
    }

    /** EF_DIR (ETSI TS 102 221 §13.1) lists the applications; a card without it is asked for an ISIM directly. */
    private static byte[] findApplication(Apdus card) throws CardException {
        ResponseAPDU directory = card.selectPath(EF_DIR);
        if (directory.getSW() == OK) {
            int length = recordLength(directory.getData());
            for (int record = 1; record <= MAX_RECORDS; record++) {
                ResponseAPDU read = card.readRecord(record, length);
                if (read.getSW() != OK) {
                    break;
                }
                Optional<byte[]> aid = Tlv.find(read.getData(), 0x61).flatMap(template -> Tlv.find(template, 0x4f));
                if (aid.isPresent() && startsWithAid(aid.get())) {
                    return aid.get();
                }
            }
        }
        return AID;
    }

    private static boolean startsWithAid(byte[] aid) {
        return aid.length >= AID.length && Arrays.equals(Arrays.copyOf(aid, AID.length), AID);
    }

    /** TS 31.103 §4.2.4: records of which each holds one identity. */
    private static List<String> impus(Apdus card) throws CardException, IsimException {
        ResponseAPDU file = select(card, EF_IMPU, "EF_IMPU");
        int length = recordLength(file.getData());
        List<String> impus = new ArrayList<>();
        for (int record = 1; record <= MAX_RECORDS; record++) {
            ResponseAPDU read = card.readRecord(record, length);
            if (read.getSW() != OK) {
                break;
            }
            Tlv.find(read.getData(), 0x80)
                    .filter(value -> value.length > 0)
                    .ifPresent(value -> impus.add(new String(value, StandardCharsets.UTF_8)));
        }
        return impus;
    }

    private static byte[] transparent(Apdus card, int file, String name) throws CardException, IsimException {
        ResponseAPDU selected = select(card, file, name);
        int size = Tlv.find(selected.getData(), 0x62)
                .flatMap(fcp -> Tlv.find(fcp, 0x80))
                .map(IsimApplication::number)
                .orElse(256);
        ResponseAPDU read = card.readBinary(size);
        if (read.getSW() != OK) {
            throw unexpected("READ BINARY of " + name, read);
        }
        return read.getData();
    }

    private static ResponseAPDU select(Apdus card, int file, String name) throws CardException, IsimException {
        ResponseAPDU selected = card.selectFile(file);
        if (selected.getSW() != OK) {
            throw unexpected("SELECT of " + name, selected);
        }
        return selected;
    }

    private static String text(byte[] file, String name) throws IsimException {
        return new String(
                Tlv.find(file, 0x80)
                        .filter(value -> value.length > 0)
                        .orElseThrow(() ->
                                new IsimException(name + " of the card is empty: it is not personalised for IMS")),
                StandardCharsets.UTF_8);
    }

    /** The length of a linear fixed file's records, from its descriptor (ETSI TS 102 221 §11.1.1.4.3). */
    private static int recordLength(byte[] response) {
        return Tlv.find(response, 0x62)
                .flatMap(fcp -> Tlv.find(fcp, 0x82))
                .filter(descriptor -> descriptor.length >= 4)
                .map(descriptor -> number(Arrays.copyOfRange(descriptor, 2, 4)))
                .orElse(256);
    }

    private static int number(byte[] bytes) {
        int number = 0;
        for (byte b : bytes) {
            number = number << 8 & 0xffff | b & 0xff;
        }
        return number;
    }

    IsimIdentity identity() {
        return identity;
    }

    AkaResult authenticate(AkaChallenge challenge) throws CardException, IsimException {
        byte[] rand = challenge.rand().toArray();
        byte[] autn = challenge.autn().toArray();
        byte[] data = new byte[2 + rand.length + autn.length];
        data[0] = (byte) rand.length;
        System.arraycopy(rand, 0, data, 1, rand.length);
        data[1 + rand.length] = (byte) autn.length;
        System.arraycopy(autn, 0, data, 2 + rand.length, autn.length);
        ResponseAPDU response = card.authenticate(data);
        return switch (response.getSW()) {
            case OK -> result(response.getData());
            case WRONG_MAC -> new AkaResult.MacFailure();
            case NO_CONTEXT ->
                throw new IsimException("the card's ISIM does not know IMS AKA (9864): use another card");
            case SECURITY_NOT_SATISFIED ->
                throw new IsimException("the card wants its PIN (6982): give it in sip.registration.card.pin");
            default -> throw unexpected("AUTHENTICATE", response);
        };
    }

    /** TS 31.103 §7.1.2.1: DB and RES, CK, IK, each with its length; or DC and AUTS. */
    private static AkaResult result(byte[] data) throws IsimException {
        List<Bytes> parts = new ArrayList<>();
        int at = 1;
        while (at < data.length && parts.size() < 3) {
            int length = data[at] & 0xff;
            if (length > data.length - at - 1) {
                throw new IsimException("the card's answer to AUTHENTICATE is cut short");
            }
            parts.add(Bytes.copyOf(Arrays.copyOfRange(data, at + 1, at + 1 + length)));
            at += 1 + length;
        }
        int tag = data.length == 0 ? 0 : data[0] & 0xff;
        if (tag == TAG_SUCCESS && parts.size() == 3 && !parts.getFirst().isEmpty()) {
            return new AkaResult.Success(parts.get(0), parts.get(1), parts.get(2));
        }
        if (tag == TAG_SYNCHRONISATION && !parts.isEmpty()) {
            return new AkaResult.SyncFailure(parts.getFirst());
        }
        throw new IsimException("the card's answer to AUTHENTICATE is none of TS 31.103");
    }

    static IsimException unexpected(String command, ResponseAPDU response) {
        return new IsimException(command + " failed with " + Integer.toHexString(response.getSW()));
    }
}

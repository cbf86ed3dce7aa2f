package io.pigw.gateway.isim;

import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;

/** The commands of a UICC (ETSI TS 102 221 §11.1) that an ISIM needs, each answered in full. */
final class Apdus {

    private static final int CLA = 0x00;
    private static final int MAX_LE = 256;
    private static final int MAX_FOLLOW_UPS = 4;
    private static final int RETURN_FCP = 0x04;

    private final CardChannel channel;

    Apdus(CardChannel channel) {
        this.channel = channel;
    }

    /** SELECT from the master file on. */
    ResponseAPDU selectPath(byte[] path) throws CardException {
        return send(new CommandAPDU(CLA, 0xa4, 0x08, RETURN_FCP, path, MAX_LE));
    }

    /** SELECT of an application. */
    ResponseAPDU selectApplication(byte[] aid) throws CardException {
        return send(new CommandAPDU(CLA, 0xa4, 0x04, RETURN_FCP, aid, MAX_LE));
    }

    /** SELECT of a file below the current directory. */
    ResponseAPDU selectFile(int identifier) throws CardException {
        byte[] name = {(byte) (identifier >> 8), (byte) identifier};
        return send(new CommandAPDU(CLA, 0xa4, 0x00, RETURN_FCP, name, MAX_LE));
    }

    /** READ BINARY of the current file, up to 256 bytes from its beginning. */
    ResponseAPDU readBinary(int length) throws CardException {
        return send(new CommandAPDU(CLA, 0xb0, 0, 0, Math.min(length, MAX_LE)));
    }

    /**
     * READ RECORD of the current file, by number.
     *
     * @param number 1 and up
     */
    ResponseAPDU readRecord(int number, int length) throws CardException {
        return send(new CommandAPDU(CLA, 0xb2, number, 0x04, Math.min(length, MAX_LE)));
    }

    /** VERIFY without a PIN: the status tells how many tries are left. */
    ResponseAPDU triesLeft(int reference) throws CardException {
        return send(new CommandAPDU(CLA, 0x20, 0, reference));
    }

    /** VERIFY. */
    ResponseAPDU verify(int reference, byte[] pin) throws CardException {
        return send(new CommandAPDU(CLA, 0x20, 0, reference, pin));
    }

    /** AUTHENTICATE in IMS AKA context (TS 31.103 §7.1.2). */
    ResponseAPDU authenticate(byte[] data) throws CardException {
        return send(new CommandAPDU(CLA, 0x88, 0, 0x81, data, MAX_LE));
    }

    /** Fetches what the card has ready (61xx), and asks again with the length that it wants (6Cxx). */
    private ResponseAPDU send(CommandAPDU command) throws CardException {
        ResponseAPDU response = channel.transmit(command);
        for (int i = 0; i < MAX_FOLLOW_UPS; i++) {
            if (response.getSW1() == 0x61) {
                response = channel.transmit(new CommandAPDU(CLA, 0xc0, 0, 0, length(response)));
            } else if (response.getSW1() == 0x6c) {
                response = channel.transmit(new CommandAPDU(
                        command.getCLA(),
                        command.getINS(),
                        command.getP1(),
                        command.getP2(),
                        command.getData(),
                        length(response)));
            } else {
                return response;
            }
        }
        throw new CardException("the card does not come to an end");
    }

    private static int length(ResponseAPDU response) {
        return response.getSW2() == 0 ? MAX_LE : response.getSW2();
    }
}

package io.pigw.gateway.isim;

import javax.smartcardio.CardException;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;

/** A card that is in its reader. Not thread-safe; blocks. */
interface CardChannel extends AutoCloseable {

    /**
     * Sends a command.
     *
     * @throws CardException if the card is gone or was reset
     */
    ResponseAPDU transmit(CommandAPDU command) throws CardException;

    /** Lets the card go. */
    @Override
    void close();
}

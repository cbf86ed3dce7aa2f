package io.pigw.gateway.isim;

/** Where cards are. Blocks. */
interface CardReader {

    /**
     * Connects to the card that is there now.
     *
     * @throws IsimException if there is no reader, or no card in it
     */
    CardChannel connect() throws IsimException;
}

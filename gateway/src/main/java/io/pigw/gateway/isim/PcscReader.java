package io.pigw.gateway.isim;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import javax.smartcardio.TerminalFactory;

/**
 * Readers of PC/SC. The JDK keeps one connection to the PC/SC service a process: after that service was restarted, the gateway has to be
 * restarted too.
 *
 * @param name part of the reader's name; any reader where it is nothing
 */
record PcscReader(Optional<String> name) implements CardReader {

    @Override
    public CardChannel connect() throws IsimException {
        CardTerminal terminal = terminal();
        try {
            return new Connected(terminal.connect("*"));
        } catch (CardException e) {
            throw new IsimException("the card in " + terminal.getName() + " does not answer: insert it again", e);
        }
    }

    private CardTerminal terminal() throws IsimException {
        List<CardTerminal> all;
        try {
            // Not the default one: that stays without readers where PC/SC was not there at the first call.
            all = TerminalFactory.getInstance("PC/SC", null).terminals().list();
        } catch (CardException | NoSuchAlgorithmException e) {
            throw new IsimException(
                    "no card reader: install and start pcscd and connect the reader; if pcscd was restarted, restart the"
                            + " gateway",
                    e);
        }
        List<CardTerminal> wanted = all.stream()
                .filter(terminal -> terminal.getName().contains(name.orElse("")))
                .toList();
        if (wanted.isEmpty()) {
            throw new IsimException("no card reader is called " + name.orElse("anything") + "; there are "
                    + all.stream().map(CardTerminal::getName).toList());
        }
        for (CardTerminal terminal : wanted) {
            if (hasCard(terminal)) {
                return terminal;
            }
        }
        throw new IsimException("no card in " + wanted.getFirst().getName() + ": insert the ISIM");
    }

    private static boolean hasCard(CardTerminal terminal) {
        try {
            return terminal.isCardPresent();
        } catch (CardException e) {
            return false;
        }
    }

    private record Connected(Card card) implements CardChannel {
        @Override
        public ResponseAPDU transmit(CommandAPDU command) throws CardException {
            try {
                return card.getBasicChannel().transmit(command);
            } catch (IllegalStateException closed) {
                throw new CardException("the card is gone", closed);
            }
        }

        @Override
        public void close() {
            try {
                card.disconnect(false);
            } catch (CardException gone) {
                // It has left by itself.
                return;
            }
        }
    }
}

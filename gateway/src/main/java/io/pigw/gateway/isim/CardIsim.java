package io.pigw.gateway.isim;

import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.smartcardio.CardException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ISIM on a card (the paper, §2.2: UICC) by PC/SC. The keys and the sequence numbers stay on it. A card that was taken out and put
 * back is found again; so is one that another program has reset.
 */
public final class CardIsim implements Isim {

    private static final Logger LOG = LoggerFactory.getLogger(CardIsim.class);

    private final CardReader reader;
    private final @Nullable Path pin;
    private @Nullable CardChannel channel;
    private @Nullable IsimApplication application;

    CardIsim(CardReader reader, @Nullable Path pin) {
        this.reader = reader;
        this.pin = pin;
    }

    /**
     * One that is looked for at each use.
     *
     * @param readerName part of the reader's name; any reader where it is null
     * @param pin file whose first line is the PIN, of mode 0600, if the card wants one
     */
    public static CardIsim of(@Nullable String readerName, @Nullable Path pin) {
        return new CardIsim(new PcscReader(Optional.ofNullable(readerName)), pin);
    }

    private interface Use<T> {
        T on(IsimApplication application) throws CardException, IsimException;
    }

    @Override
    public synchronized IsimIdentity identity() throws IsimException {
        return use(IsimApplication::identity);
    }

    @Override
    public synchronized AkaResult authenticate(AkaChallenge challenge) throws IsimException {
        return use(open -> open.authenticate(challenge));
    }

    /** Once more with a new connection if the card has gone or was reset since the last use. */
    private <T> T use(Use<T> use) throws IsimException {
        boolean wasOpen = application != null;
        try {
            return use.on(opened());
        } catch (CardException gone) {
            release();
            if (!wasOpen) {
                throw lost(gone);
            }
            LOG.atInfo().addKeyValue("why", gone.getMessage()).log("the connection to the card is made anew");
        }
        try {
            return use.on(opened());
        } catch (CardException gone) {
            release();
            throw lost(gone);
        }
    }

    private IsimApplication opened() throws CardException, IsimException {
        IsimApplication current = application;
        if (current != null) {
            return current;
        }
        CardChannel connected = reader.connect();
        channel = connected;
        try {
            IsimApplication open = IsimApplication.open(connected, readPin());
            application = open;
            return open;
        } catch (IsimException e) {
            release();
            throw e;
        }
    }

    private @Nullable String readPin() throws IsimException {
        if (pin == null) {
            return null;
        }
        try {
            return SecretFile.readLine(pin).strip();
        } catch (IOException e) {
            throw new IsimException(String.valueOf(e.getMessage()), e);
        }
    }

    private static IsimException lost(CardException why) {
        return new IsimException("the card does not answer: see that it sits firmly in the reader", why);
    }

    private void release() {
        CardChannel current = channel;
        channel = null;
        application = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public synchronized void close() {
        release();
    }
}

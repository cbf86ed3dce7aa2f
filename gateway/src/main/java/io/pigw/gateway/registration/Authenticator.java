package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import java.util.function.Consumer;

/** Asks the credentials without blocking: called on the loop, and answers on it. */
interface Authenticator {

    /** Who registers. */
    sealed interface Identity {
        /** Read. */
        record Known(IsimIdentity identity) implements Identity {}

        /** Not readable now. */
        record Unknown(String why) implements Identity {}
    }

    void identity(Consumer<Identity> then);

    void secret(DigestChallenge challenge, Consumer<Secret> then);
}

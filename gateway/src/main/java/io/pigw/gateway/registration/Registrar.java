package io.pigw.gateway.registration;

import io.pigw.gateway.sip.SipHead;
import java.util.function.Consumer;

/** Where REGISTER goes: a non-INVITE client transaction for each. Called on the loop, and answers once, on it. */
public interface Registrar {

    void send(RegisterRequest request, Consumer<Outcome> then);

    /** What became of a REGISTER. */
    sealed interface Outcome {
        /**
         * The core answered.
         *
         * @param status 200 to 699
         */
        record Answered(int status, SipHead head) implements Outcome {}

        /** No answer came, or it could not be sent. */
        record Lost(String why) implements Outcome {}
    }
}

package io.pigw.gateway.as;

import java.util.concurrent.CompletionStage;

/** Is told by the S-CSCF who is registered (TS 24.229 §5.7.1.1). */
@FunctionalInterface
public interface RegistrationAcceptor {

    /**
     * Takes note. Called on an event loop: returns at once. A failed stage is answered with 500.
     *
     * @return the answer, on any thread; a success only once it is durable
     */
    CompletionStage<Answer> register(ThirdPartyRegistration registration);
}

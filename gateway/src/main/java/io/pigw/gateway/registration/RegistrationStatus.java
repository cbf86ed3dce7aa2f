package io.pigw.gateway.registration;

import java.time.Instant;
import java.util.Optional;

/**
 * How the registration is doing.
 *
 * @param binding what the core granted last, if it has not ended
 * @param refusal why the last attempt failed, with what to do; nothing after a success
 * @param nextAttempt when the next REGISTER goes out, if one is planned
 */
public record RegistrationStatus(Optional<Binding> binding, Optional<String> refusal, Optional<Instant> nextAttempt) {

    static final RegistrationStatus NONE = new RegistrationStatus(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether the core knows the gateway. */
    public boolean isRegistered() {
        return binding.isPresent();
    }

    /** For people. */
    public String describe() {
        String state =
                binding.map(granted -> "registered until " + granted.until()).orElse("not registered");
        return state
                + refusal.map(why -> "; the last attempt failed: " + why).orElse("")
                + nextAttempt.map(at -> "; next attempt at " + at).orElse("");
    }
}

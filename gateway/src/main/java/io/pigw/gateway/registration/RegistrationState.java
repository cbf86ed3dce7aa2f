package io.pigw.gateway.registration;

import io.pigw.overlay.port.Scheduler;

/** Where a registration is; the diagram stands at {@link Registration}. */
sealed interface RegistrationState {

    /** Lets go of what would happen next. */
    default void left() {}

    /** Not started. */
    record Idle() implements RegistrationState {}

    /**
     * REGISTERs go to and fro.
     *
     * @param exchange this attempt
     * @param limit ends it when it hangs
     */
    record UnderWay(Exchange exchange, Scheduler.Cancellable limit) implements RegistrationState {
        @Override
        public void left() {
            limit.cancel();
        }
    }

    /**
     * Registered.
     *
     * @param refresh is due some time
     */
    record Resting(Scheduler.Cancellable refresh) implements RegistrationState {
        @Override
        public void left() {
            refresh.cancel();
        }
    }

    /**
     * The last attempt failed; a binding may last on.
     *
     * @param next attempt
     */
    record Pausing(Scheduler.Cancellable next) implements RegistrationState {
        @Override
        public void left() {
            next.cancel();
        }
    }

    /** Left for good. */
    record Ended() implements RegistrationState {}
}

package io.pigw.gateway.registration;

/** Is told what becomes of the registration. On the loop. */
public interface RegistrationListener {

    /** It was granted or refreshed. */
    void onRegistered(Binding binding);

    /** It has ended, or the core no longer grants it. */
    void onLost();

    /** An attempt failed; the next follows by itself. */
    void onFailure(String why);

    /** Nobody listens. */
    RegistrationListener NONE = new RegistrationListener() {
        @Override
        public void onRegistered(Binding binding) {}

        @Override
        public void onLost() {}

        @Override
        public void onFailure(String why) {}
    };
}

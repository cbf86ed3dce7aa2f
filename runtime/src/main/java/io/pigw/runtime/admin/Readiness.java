package io.pigw.runtime.admin;

import java.util.Optional;

/** Whether a service can do its work now. Safe on any thread; returns at once. */
@FunctionalInterface
public interface Readiness {

    /** Why not, for people; empty when it can. */
    Optional<String> unreadyBecause();
}

package io.pigw.runtime.admin;

/** Answers the requests of a route. On a virtual thread of its own: may block. */
@FunctionalInterface
public interface AdminHandler {

    /** Answers; what it throws is answered 500, an {@link AdminException} as it says. */
    AdminResponse handle(AdminRequest request) throws Exception;
}

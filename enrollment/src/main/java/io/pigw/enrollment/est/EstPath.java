package io.pigw.enrollment.est;

import java.util.Locale;

/** Reads the target of a request (RFC 9112 §3.2, RFC 7030 §3.2.2). */
sealed interface EstPath {

    /** Where RFC 7030 puts its operations. */
    String EST = "/.well-known/est/";

    /** Where ours are beside them. */
    String PIGW = "/.well-known/pigw/";

    /** Something that is offered. */
    record Known(Operation operation) implements EstPath {}

    /** Nothing that is offered, and why. */
    record Unknown(String reason) implements EstPath {}

    /** Reads it in origin form or in absolute form; a query is not looked at. */
    static EstPath read(String target) {
        String path = path(target);
        for (Operation operation : Operation.values()) {
            if (operation.path().equals(path)) {
                return new Known(operation);
            }
        }
        if (!path.startsWith(EST)) {
            return new Unknown("there is nothing here; EST is below " + EST);
        }
        String rest = path.substring(EST.length());
        return switch (rest) {
            case "serverkeygen" -> new Unknown("serverkeygen is not offered: a node makes its own key");
            case "fullcmc" -> new Unknown("fullcmc is not offered; use simpleenroll and simplereenroll");
            default ->
                new Unknown(
                        rest.indexOf('/') > 0
                                ? "there is one authority here and it has no label: leave it out of the path"
                                : "no such EST operation");
        };
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        String bare = query < 0 ? target : target.substring(0, query);
        if (bare.startsWith("/")) {
            return bare;
        }
        String scheme = "https://";
        if (!bare.toLowerCase(Locale.ROOT).startsWith(scheme)) {
            return bare;
        }
        int slash = bare.indexOf('/', scheme.length());
        return slash < 0 ? "/" : bare.substring(slash);
    }
}

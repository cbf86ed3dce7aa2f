package io.pigw.gateway.sip;

import java.util.Set;

/** The methods that are registered for SIP. Another one is answered 501, not 405 (RFC 3261 §21.5.2, RFC 4475 §3.1.1.5). */
public final class Methods {

    private static final Set<String> REGISTERED = Set.of(
            "ACK",
            "BYE",
            "CANCEL",
            "INFO",
            "INVITE",
            "MESSAGE",
            "NOTIFY",
            "OPTIONS",
            "PRACK",
            "PUBLISH",
            "REFER",
            "REGISTER",
            "SUBSCRIBE",
            "UPDATE");

    private Methods() {}

    /** Whether the method is registered; case counts. */
    public static boolean isKnown(String method) {
        return REGISTERED.contains(method);
    }
}

package io.pigw.gateway;

import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.ua.RequestOutcome;
import java.util.Locale;

/**
 * Which answers to a MESSAGE mean that the core has lost our registration. A 403 does not: it may come from anybody that a peer
 * writes to.
 */
final class LossSigns {

    /** The body by which a P-CSCF asks for restoration. */
    private static final String RESTORATION = "application/3gpp-ims+xml";

    private LossSigns() {}

    /** 401 and 407 ask who we are; 504 with the 3GPP body asks for a new registration (TS 24.229 §5.1.2A.1.6). */
    static boolean in(RequestOutcome outcome) {
        return outcome instanceof RequestOutcome.Answered(int status, SipHead head)
                && switch (status) {
                    case 401, 407 -> true;
                    case 504 ->
                        head.first("Content-Type")
                                .map(LossSigns::type)
                                .orElse("")
                                .equals(RESTORATION);
                    default -> false;
                };
    }

    private static String type(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}

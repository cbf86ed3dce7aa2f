package io.pigw.gateway.ua;

import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import java.util.OptionalLong;

/** Reads Retry-After (RFC 3261 §20.33): seconds, then perhaps a comment or parameters. */
public final class RetryAfter {

    private RetryAfter() {}

    /** What it says, 0 to 9,999,999,999; empty if it is not there or no number. */
    public static OptionalLong seconds(SipHead head) {
        String value = head.first("Retry-After").orElse("");
        int end = 0;
        while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
            end++;
        }
        long seconds = SipText.decimal(value.substring(0, end));
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }
}

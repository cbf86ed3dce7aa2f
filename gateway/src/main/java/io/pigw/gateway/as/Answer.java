package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import java.util.List;

/**
 * What a MESSAGE is answered with.
 *
 * @param status 200 to 699
 * @param reason one line
 * @param headers further header fields, such as Retry-After
 */
public record Answer(int status, String reason, List<HeaderField> headers) {

    /** Copies the list. */
    public Answer {
        headers = List.copyOf(headers);
    }

    /** With no further header fields. */
    public static Answer of(int status, String reason) {
        return new Answer(status, reason, List.of());
    }
}

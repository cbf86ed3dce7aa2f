package io.pigw.gateway.sip;

/**
 * One header field.
 *
 * @param name the long form, such as {@code Call-ID}
 * @param value the value, unfolded and trimmed; control characters only where a backslash quotes them, and no line ends
 */
public record HeaderField(String name, String value) {

    /** Checks that neither part could break out of its line. */
    public HeaderField {
        if (name.isEmpty() || !SipText.isToken(name)) {
            throw new IllegalArgumentException("a header's name must be a token");
        }
        if (!SipText.isHeaderText(value)) {
            throw new IllegalArgumentException("a header's value must not hold unquoted control characters");
        }
    }
}

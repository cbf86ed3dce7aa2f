package io.pigw.gateway.cpim;

/** Bytes that are no {@code message/cpim}. The text names the rule and holds nothing of the message. */
public final class CpimException extends Exception {
    private static final long serialVersionUID = 1;

    CpimException(String rule) {
        super(rule);
    }
}

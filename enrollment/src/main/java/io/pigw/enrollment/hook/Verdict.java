package io.pigw.enrollment.hook;

import io.pigw.enrollment.hook.Webhook.UnavailableException;
import org.jspecify.annotations.Nullable;

/** A yes or no in JSON: {@code allow}, and why not. Whatever is neither is no answer. */
record Verdict(@Nullable Boolean allow, @Nullable String reason) {

    private static final int OK = 200;
    private static final int MAX_REASON = 200;

    static Verdict of(Webhook.Answer answer) throws UnavailableException {
        if (answer.status() != OK) {
            throw new UnavailableException("it answers " + answer.status());
        }
        Verdict verdict = answer.read(Verdict.class);
        if (verdict.allow() == null) {
            throw new UnavailableException("the answer lacks allow");
        }
        return verdict;
    }

    boolean isYes() {
        return Boolean.TRUE.equals(allow);
    }

    /** The reason in one line, fit for the client's eyes. */
    String why(String otherwise) {
        String text = reason == null || reason.isBlank() ? otherwise : reason.replaceAll("\\p{Cntrl}", " ");
        return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
    }
}

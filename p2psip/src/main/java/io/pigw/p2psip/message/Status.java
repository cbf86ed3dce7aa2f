package io.pigw.p2psip.message;

/**
 * Code and reason phrase of a response; the codes are SIP's (RFC 3261 §21).
 *
 * @param code 100 to 699
 * @param reason without CR or LF, at most 128 characters
 */
public record Status(int code, String reason) {

    public static final Status OK = new Status(200, "OK");
    public static final Status MOVED_TEMPORARILY = new Status(302, "Moved Temporarily");
    public static final Status BAD_REQUEST = new Status(400, "Bad Request");
    public static final Status FORBIDDEN = new Status(403, "Forbidden");
    public static final Status NOT_FOUND = new Status(404, "Not Found");
    public static final Status REQUEST_TIMEOUT = new Status(408, "Request Timeout");
    public static final Status TOO_LARGE = new Status(413, "Request Entity Too Large");
    public static final Status BAD_EXTENSION = new Status(420, "Bad Extension");
    public static final Status TEMPORARILY_UNAVAILABLE = new Status(480, "Temporarily Unavailable");
    public static final Status LOOP_DETECTED = new Status(482, "Loop Detected");
    public static final Status TOO_MANY_HOPS = new Status(483, "Too Many Hops");
    public static final Status NOT_IMPLEMENTED = new Status(501, "Not Implemented");
    public static final Status SERVICE_UNAVAILABLE = new Status(503, "Service Unavailable");

    private static final int MAX_REASON = 128;

    /** Checks both. */
    public Status {
        if (code < 100 || code > 699) {
            throw new IllegalArgumentException("status code must be 100 to 699, not " + code);
        }
        if (reason.length() > MAX_REASON || reason.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("reason phrase must be at most 128 characters without controls");
        }
    }

    /** Whether the code is 2xx. */
    public boolean isSuccess() {
        return code / 100 == 2;
    }

    /** The same code with another reason phrase. */
    public Status because(String why) {
        return new Status(code, why);
    }
}

package io.pigw.csp.relay;

import io.pigw.p2psip.message.Status;

/** Takes the code of another element's answer and leaves its words, which might tell who it is. */
final class PlainStatus {

    private static final Status UNSUPPORTED_MEDIA_TYPE = new Status(415, "Unsupported Media Type");

    private PlainStatus() {}

    /** The status with the standard reason phrase; codes that no CSP tells become 503. */
    static Status of(int code) {
        return switch (code) {
            case 200 -> Status.OK;
            case 400 -> Status.BAD_REQUEST;
            case 403 -> Status.FORBIDDEN;
            case 404 -> Status.NOT_FOUND;
            case 408 -> Status.REQUEST_TIMEOUT;
            case 413 -> Status.TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 420 -> Status.BAD_EXTENSION;
            case 480 -> Status.TEMPORARILY_UNAVAILABLE;
            case 482 -> Status.LOOP_DETECTED;
            case 483 -> Status.TOO_MANY_HOPS;
            case 501 -> Status.NOT_IMPLEMENTED;
            default -> Status.SERVICE_UNAVAILABLE;
        };
    }
}

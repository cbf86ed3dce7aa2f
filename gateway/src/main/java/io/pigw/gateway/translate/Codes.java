package io.pigw.gateway.translate;

/** What the other side's final code means for a delivery (RFC 3261 §21). Pure. */
public final class Codes {

    private Codes() {}

    /** What follows from a code. */
    public enum Meaning {
        /** It is there. */
        DELIVERED,
        /** Not there, and another attempt may succeed. */
        TRY_AGAIN,
        /** It may be there, and another attempt may tell. */
        TRY_AGAIN_UNCERTAIN,
        /** No attempt will succeed, and it is surely not there. */
        REFUSED,
        /** No attempt will succeed, and it may be there. */
        REFUSED_UNCERTAIN
    }

    /** Of a CSP's answer. 408 says that the peer did not confirm what it may have. */
    public static Meaning ofP2psip(int code) {
        return switch (code) {
            case 302, 480, 482, 503 -> Meaning.TRY_AGAIN;
            case 408 -> Meaning.TRY_AGAIN_UNCERTAIN;
            default -> code / 100 == 2 ? Meaning.DELIVERED : Meaning.REFUSED;
        };
    }

    /**
     * Of the IMS core's answer. A proxy that answers 408 or 504 does not know what became of the request, and whoever answers 6xx has
     * it and refuses it (RFC 3428 §7). 482 is a loop, or says that the same message is there by another gateway (RFC 3261 §8.2.2.2).
     */
    public static Meaning ofSip(int code) {
        return switch (code) {
            case 480, 486, 500, 502, 503 -> Meaning.TRY_AGAIN;
            case 408, 504 -> Meaning.TRY_AGAIN_UNCERTAIN;
            case 482 -> Meaning.REFUSED_UNCERTAIN;
            default ->
                switch (code / 100) {
                    case 2 -> Meaning.DELIVERED;
                    case 6 -> Meaning.REFUSED_UNCERTAIN;
                    default -> Meaning.REFUSED;
                };
        };
    }
}

package io.pigw.p2psip.record;

import java.util.Arrays;
import java.util.Locale;

/** What became of a value that was to be stored. */
public enum StoreResult {
    /** It is held from now on. */
    STORED,
    /** It was held already, byte for byte. */
    KNOWN,
    /** What is held is as new or newer (RFC 6940 §7.4.1: Error_Data_Too_Old, Error_Generation_Counter_Too_Low). */
    OLDER,
    /** It would end before what is held does, which could then be brought back. */
    ENDS_EARLIER,
    /** Its time is further ahead than clocks may differ. */
    FUTURE,
    /** Its lifetime is over. */
    EXPIRED,
    /** Its lifetime is longer than its kind allows, or than its author's certificate is valid. */
    LIFETIME,
    /** It is larger than its kind allows, or its author's name longer than 256 bytes. */
    SIZE,
    /** There are as many values of its kind as may be. */
    COUNT,
    /** Its kind is not known here (RFC 6940 §7.4.1: Error_Unknown_Kind). */
    UNKNOWN_KIND,
    /** Its key is not of its kind's data model, or its value not of its kind's form. */
    FORM,
    /** Its author's certificate is missing or not valid here and now. */
    CERTIFICATE,
    /** Its certificate is of another node, or does not bear the author's name. */
    AUTHOR,
    /** The author neither owns the resource nor has been granted this. */
    FORBIDDEN,
    /** The signature is not the author's over this value at this resource. */
    SIGNATURE,
    /** The resource lies neither in this node's arc nor among those that it holds replicas of. */
    NOT_HERE,
    /** There is no room, in all or for this author. */
    FULL,
    /** Refused for a reason that this release does not know. */
    REFUSED;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The result of that word; {@link #REFUSED} for any that a later release may bring. */
    public static StoreResult of(String wire) {
        return Arrays.stream(values())
                .filter(result -> result.wire.equals(wire))
                .findFirst()
                .orElse(REFUSED);
    }

    /** The word for it: lower-case letters and hyphens. */
    public String wire() {
        return wire;
    }

    /** Whether the value is held now. */
    public boolean isHeld() {
        return this == STORED || this == KNOWN;
    }

    /** Whether who said so holds the value, or what supersedes it. */
    public boolean isHeldOrNewer() {
        return isHeld() || this == OLDER;
    }

    /** Whether the same value may be taken a little later: what is against it lies with who refused it, or with the time. */
    public boolean mayPassLater() {
        return this == NOT_HERE || this == FULL || this == FUTURE || this == REFUSED;
    }
}

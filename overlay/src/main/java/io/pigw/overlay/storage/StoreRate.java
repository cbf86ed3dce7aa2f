package io.pigw.overlay.storage;

import io.pigw.p2psip.message.RecordMessage;

/**
 * How many values a sender may bring. Each may cost a signature check; what was known before, or does not belong here, does not
 * count.
 *
 * @param perSecond sustained rate of one sender, above 0
 * @param burst how many at once after a silence, at least 32, which is what one message holds
 */
public record StoreRate(double perSecond, int burst) {

    /** 200 a second, 2,000 at once. */
    public static final StoreRate DEFAULT = new StoreRate(200, 2_000);

    /** Checks the ranges. */
    public StoreRate {
        if (!(perSecond > 0) || burst < RecordMessage.MAX_VALUES) {
            throw new IllegalArgumentException("a rate is above 0, and a burst holds a message's values");
        }
    }
}

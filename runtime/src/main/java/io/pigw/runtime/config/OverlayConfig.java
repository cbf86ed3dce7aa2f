package io.pigw.runtime.config;

import io.pigw.p2psip.Ring;

/**
 * The overlay.
 *
 * @param name the domain in its nodes' URIs, such as {@code p2p.example.net}
 * @param ringBits the ring's size as a power of two, 1 to 128
 */
public record OverlayConfig(String name, @Default("128") int ringBits) {

    /** Checks both. */
    public OverlayConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("overlay.name is empty");
        }
        if (ringBits < 1 || ringBits > Ring.MAX_BITS) {
            throw new IllegalArgumentException("overlay.ringBits must be 1 to 128, not " + ringBits);
        }
    }

    /** The ring. */
    public Ring ring() {
        return new Ring(ringBits);
    }
}

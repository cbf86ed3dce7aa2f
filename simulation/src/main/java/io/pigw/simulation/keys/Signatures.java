package io.pigw.simulation.keys;

import java.util.Locale;

/** Which signatures a world has. */
public enum Signatures {
    /** Deterministic ECDSA P-256. */
    REAL,
    /** A keyed hash that costs little. */
    MODEL;

    /** A scheme with no keys yet. */
    public SignatureScheme scheme() {
        return switch (this) {
            case REAL -> new DeterministicEcdsa();
            case MODEL -> new ModelledSignatures();
        };
    }

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

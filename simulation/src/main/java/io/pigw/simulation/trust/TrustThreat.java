package io.pigw.simulation.trust;

import io.pigw.simulation.adversary.Adversary;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What opinions are tried against. */
public enum TrustThreat {
    /** Bad peers drop what they should pass on. */
    DROP("drop", 0),
    /** They alter it. */
    TAMPER("tamper", 0),
    /** They drop for a minute and behave for another. */
    ON_OFF("on-off", 0),
    /** They drop what is for honest peers, and vouch for one another with what is for themselves. */
    COLLUDE("collude", 0),
    /** They drop, and come back under new IDs when they are distrusted, after three minutes at the earliest. */
    WHITEWASH("whitewash", 0),
    /** They drop and collude, and a fifth of all peers, honest otherwise, have others look bad. */
    LIARS("liars", 0.2);

    private final String label;
    private final double liars;

    TrustThreat(String label, double liars) {
        this.label = label;
        this.liars = liars;
    }

    /** As on the command line. */
    public String label() {
        return label;
    }

    /** Share of the peers that lie. */
    public double liars() {
        return liars;
    }

    /** What bad peers do. */
    public List<Adversary> adversaries() {
        return List.of(
                switch (this) {
                    case DROP -> new Adversary.Drop();
                    case TAMPER -> new Adversary.Tamper();
                    case ON_OFF -> new Adversary.OnOff(Duration.ofMinutes(1));
                    case COLLUDE, LIARS -> new Adversary.Collude();
                    case WHITEWASH -> new Adversary.Whitewash(Duration.ofMinutes(3));
                });
    }

    /**
     * The one with this name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static TrustThreat parse(String label) {
        return Arrays.stream(values())
                .filter(threat -> threat.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no threat '" + label + "'; there are "
                        + Arrays.stream(values()).map(TrustThreat::label).collect(Collectors.joining(", "))));
    }
}

package io.pigw.simulation.adversary;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The adversaries that the command line knows. */
public final class Adversaries {

    /** Each of them, with the values that the command line uses. */
    public static final List<Adversary> ALL = List.of(
            new Adversary.Drop(),
            new Adversary.Tamper(),
            new Adversary.Misroute(),
            new Adversary.Replay(),
            new Adversary.ForgeRoute(),
            new Adversary.PoisonTable(),
            new Adversary.JoinLeave(Duration.ofSeconds(10)),
            new Adversary.Eclipse(),
            new Adversary.Wormhole(),
            new Adversary.Flood(100),
            new Adversary.FalseResponse(),
            new Adversary.BadStorage(null),
            new Adversary.FalseBootstrap(),
            new Adversary.OtherOverlay());

    /** Bad storage of one kind alone; the one among all of them draws a kind for each message. */
    private static final List<Adversary> LIARS = Arrays.stream(StorageLie.values())
            .<Adversary>map(Adversary.BadStorage::new)
            .toList();

    /** Those whose aim is opinions. */
    public static final List<Adversary> AGAINST_OPINIONS = List.of(
            new Adversary.OnOff(Duration.ofMinutes(1)),
            new Adversary.BadMouth(),
            new Adversary.Collude(),
            new Adversary.Whitewash(Duration.ofMinutes(3)));

    private Adversaries() {}

    /**
     * The one with this name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Adversary parse(String label) {
        return Stream.of(ALL, LIARS, AGAINST_OPINIONS)
                .flatMap(List::stream)
                .filter(adversary -> adversary.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no adversary '" + label + "'; there are "
                        + ALL.stream().map(Adversary::label).collect(Collectors.joining(", "))));
    }
}

package io.pigw.bench.faults;

import io.pigw.p2psip.message.Notice;
import java.util.List;
import java.util.Set;

/**
 * What became of the messages of one direction. Pure.
 *
 * @param acknowledged answered 2xx
 * @param delivered of these, arrived
 * @param told of these, not arrived, and the sender knows
 * @param lost of these, neither arrived nor told of
 * @param twice taken twice by an inbox, acknowledged or not; or arrived at the core under two names
 * @param astray arrived at somebody else, acknowledged or not
 * @param repeated arrived again under the same name, which a recipient in IMS leaves out
 * @param deniedAndDelivered arrived, and the sender was told that they did not
 * @param deliveredAndTold arrived, and the sender was told that this is not known
 */
public record Verdict(
        long acknowledged,
        long delivered,
        long told,
        long lost,
        long twice,
        long astray,
        long repeated,
        long deniedAndDelivered,
        long deliveredAndTold) {

    /** Of messages to peers: an inbox has each once. */
    static Verdict ofInboxes(Evidence.Way way) {
        long twice = way.arrivals().values().stream().filter(times -> times > 1).count();
        return of(way, twice, 0);
    }

    /** Of messages to IMS: a resend has the same name. */
    static Verdict ofCore(Evidence.Way way) {
        long twice =
                way.names().values().stream().filter(names -> names.size() > 1).count();
        long repeated =
                way.arrivals().values().stream().mapToLong(times -> times - 1).sum();
        return of(way, twice, repeated);
    }

    private static Verdict of(Evidence.Way way, long twice, long repeated) {
        Set<Long> acknowledged = way.acknowledged();
        long delivered =
                acknowledged.stream().filter(way.arrivals()::containsKey).count();
        long told = acknowledged.stream()
                .filter(number ->
                        !way.arrivals().containsKey(number) && way.told().containsKey(number))
                .count();
        return new Verdict(
                acknowledged.size(),
                delivered,
                told,
                acknowledged.size() - delivered - told,
                twice,
                way.astray().size(),
                repeated,
                toldAndArrived(way, Notice.Kind.UNREACHABLE),
                toldAndArrived(way, Notice.Kind.UNCONFIRMED));
    }

    /** The acknowledged messages that are lost, in the order of their numbers. */
    static List<Long> lost(Evidence.Way way) {
        return way.acknowledged().stream()
                .filter(number ->
                        !way.arrivals().containsKey(number) && !way.told().containsKey(number))
                .sorted()
                .toList();
    }

    private static long toldAndArrived(Evidence.Way way, Notice.Kind kind) {
        return way.told().entrySet().stream()
                .filter(told -> told.getValue().contains(kind) && way.arrivals().containsKey(told.getKey()))
                .count();
    }

    /** Both directions together. */
    static Verdict sum(List<Verdict> ways) {
        return ways.stream()
                .reduce(
                        new Verdict(0, 0, 0, 0, 0, 0, 0, 0, 0),
                        (one, other) -> new Verdict(
                                one.acknowledged + other.acknowledged,
                                one.delivered + other.delivered,
                                one.told + other.told,
                                one.lost + other.lost,
                                one.twice + other.twice,
                                one.astray + other.astray,
                                one.repeated + other.repeated,
                                one.deniedAndDelivered + other.deniedAndDelivered,
                                one.deliveredAndTold + other.deliveredAndTold));
    }

    /** Whether the promise was kept. */
    public boolean isKept() {
        return lost == 0 && twice == 0 && astray == 0 && deniedAndDelivered == 0;
    }
}

package io.pigw.bench.faults;

import io.pigw.bench.server.InboxLine;
import io.pigw.bench.server.PeerLoad;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Notice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * All that was seen at the two ends: what was acknowledged, what arrived, what senders were told. Filled by one thread at a time.
 *
 * @param toPeers messages of IMS clients
 * @param toIms messages of peers
 */
record Evidence(Way toPeers, Way toIms) {

    private static final int ACKNOWLEDGED = 200;

    /** Nothing seen yet. */
    static Evidence none() {
        return new Evidence(Way.none(), Way.none());
    }

    /**
     * One direction, by the messages' numbers.
     *
     * @param acknowledged answered 2xx
     * @param arrivals how often each arrived
     * @param names under which names each arrived; empty where there are none
     * @param told what each sender was told
     * @param astray arrived at somebody else
     */
    record Way(
            Set<Long> acknowledged,
            Map<Long, Integer> arrivals,
            Map<Long, Set<Arrival.Name>> names,
            Map<Long, Set<Notice.Kind>> told,
            Set<Long> astray) {

        static Way none() {
            return new Way(new HashSet<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
        }

        private void arrived(long number, boolean right) {
            if (right) {
                arrivals.merge(number, 1, Integer::sum);
            } else {
                astray.add(number);
            }
        }

        private void told(long number, Notice.Kind kind) {
            told.computeIfAbsent(number, _ -> new HashSet<>()).add(kind);
        }
    }

    /**
     * What was seen, put together.
     *
     * @param target the peer that an IMS client's message of that number is for
     * @param acknowledged the numbers of IMS clients' messages
     * @param core what the core got
     * @param inboxes lines of all inboxes
     * @param ledgers lines of all peers' ledgers: number, Call-ID and status
     */
    static Evidence of(
            LongFunction<NodeId> target,
            Collection<Long> acknowledged,
            Collection<Arrival> core,
            Collection<String> inboxes,
            Collection<String> ledgers) {
        Evidence evidence = none();
        evidence.toPeers.acknowledged.addAll(acknowledged);
        Map<String, Long> sentByPeers = new HashMap<>();
        for (String line : ledgers) {
            String[] words = line.split(" ");
            if (words.length == 3 && !words[2].isEmpty()) { // a kill may have cut the last line
                long number = Long.parseUnsignedLong(words[0], 16);
                sentByPeers.put(words[1], number);
                if (words[2].equals(Integer.toString(ACKNOWLEDGED))) {
                    evidence.toIms.acknowledged.add(number);
                }
            }
        }
        for (Arrival arrival : core) {
            evidence.add(arrival);
        }
        for (String line : new ArrayList<>(inboxes)) {
            evidence.add(InboxLine.parse(line), target, sentByPeers);
        }
        return evidence;
    }

    private void add(Arrival arrival) {
        arrival.number().ifPresent(number -> {
            toIms.arrived(number, arrival.user().equals(PeerLoad.user(number)));
            toIms.names.computeIfAbsent(number, _ -> new HashSet<>()).add(arrival.name());
        });
        String toldOf = arrival.toldOf();
        Notice.Kind kind = arrival.kind();
        if (toldOf != null && kind != null) {
            toPeers.told(ImsCallId.number(toldOf), kind);
        }
    }

    private void add(InboxLine line, LongFunction<NodeId> target, Map<String, Long> sentByPeers) {
        line.number().ifPresent(number -> toPeers.arrived(number, line.owner().equals(target.apply(number))));
        Notice notice = line.notice();
        if (notice != null) {
            Long number = sentByPeers.get(notice.inReplyTo().value());
            if (number != null) {
                toIms.told(number, notice.kind());
            }
        }
    }
}

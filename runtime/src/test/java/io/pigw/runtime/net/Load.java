package io.pigw.runtime.net;

import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.NameMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Keeps two nodes talking in both directions, requests and one-way messages, and writes down what goes wrong. */
final class Load {

    private static final int UNDER_WAY = 8;
    private static final int ONE_WAY_AFTER = 10;

    private final TestNodes nodes;
    private final Set<Transaction> sent = ConcurrentHashMap.newKeySet();
    private final Set<Transaction> received = ConcurrentHashMap.newKeySet();
    private final List<Transaction> doubled = new CopyOnWriteArrayList<>();
    private final List<Outcome> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean running;
    private final P2psipEndpoint dialler;
    private final P2psipEndpoint acceptor;
    private final NodeContact at;

    Load(TestNodes nodes, P2psipEndpoint dialler, P2psipEndpoint acceptor) {
        this.nodes = nodes;
        this.dialler = dialler;
        this.acceptor = acceptor;
        dialler.onRequest(this::take);
        this.at = nodes.serve(acceptor, TestNodes.ANY_PORT, this::take);
    }

    /** Where the acceptor is. */
    NodeContact at() {
        return at;
    }

    void start() {
        running = true;
        NodeId back = dialler.certificate().id();
        for (int i = 0; i < UNDER_WAY; i++) {
            open.addAndGet(2);
            ask((question, then) -> dialler.request(at, question, TestNodes.SOON, then), () -> {
                NameMessage.Fetch oneWay = nodes.question();
                sent.add(oneWay.transaction());
                dialler.send(at, oneWay);
            });
            ask((question, then) -> acceptor.requestOverLink(back, question, TestNodes.SOON, then), () -> {
                NameMessage.Fetch oneWay = nodes.question();
                sent.add(oneWay.transaction());
                acceptor.send(new NodeContact(back, at.address()), oneWay);
            });
        }
    }

    /** Asks no more, and waits for the last answers. */
    void stop() {
        running = false;
        await().until(() -> open.get() == 0);
    }

    int answered() {
        return answered.get();
    }

    List<Outcome> failures() {
        return failures;
    }

    List<Transaction> missing() {
        return sent.stream().filter(one -> !received.contains(one)).toList();
    }

    List<Transaction> doubled() {
        return doubled;
    }

    private void ask(Asker asker, Runnable oneWay) {
        asker.ask(nodes.question(), outcome -> {
            if (outcome instanceof Outcome.Answered) {
                if (answered.incrementAndGet() % ONE_WAY_AFTER == 0) {
                    oneWay.run();
                }
            } else {
                failures.add(outcome);
            }
            if (running) {
                ask(asker, oneWay);
            } else {
                open.decrementAndGet();
            }
        });
    }

    private void take(Inbound inbound) {
        if (!received.add(inbound.message().transaction())) {
            doubled.add(inbound.message().transaction());
        }
        TestNodes.answer(inbound);
    }

    private interface Asker {
        void ask(NameMessage.Fetch question, Consumer<Outcome> then);
    }
}

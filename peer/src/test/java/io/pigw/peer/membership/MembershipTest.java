package io.pigw.peer.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.text.FakePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final NodeContact NEAR = new NodeContact(NodeId.of(512), new HostPort("127.0.0.1", 9512));
    private static final NodeContact SELF = new NodeContact(NodeId.of(586), new HostPort("127.0.0.1", 9586));
    private static final NodeContact NEXT = new NodeContact(NodeId.of(100), new HostPort("127.0.0.1", 9100));

    private final FakePorts fake = new FakePorts(FakePorts.certificate(586, Role.PEER));
    private final List<Consumer<JoinOutcome>> joins = new ArrayList<>();
    private final List<NodeContact> kept = new ArrayList<>();
    private final List<NodeContact> admittedBy = new ArrayList<>();
    private Runnable lost = () -> {};
    private boolean ringLost = true;

    @Test
    void keepsALinkToTheOneThatAdmitted() {
        Membership membership = started();

        joins.getFirst().accept(new JoinOutcome.Joined(NEAR));

        assertThat(membership.master()).contains(NEAR);
        assertThat(kept).containsExactly(NEAR);
        assertThat(admittedBy).containsExactly(NEAR);
    }

    @Test
    void triesAgainLaterWhenNobodyAdmits() {
        Membership membership = started();

        joins.getFirst().accept(new JoinOutcome.Unreachable());
        assertThat(membership.master()).isEmpty();
        runScheduled();

        assertThat(joins).hasSize(2);
    }

    @Test
    void takesTheNextMasterWhenTheFirstIsLost() {
        Membership membership = started();
        joins.getFirst().accept(new JoinOutcome.Joined(NEAR));

        lost.run();
        runScheduled();
        assertThat(fake.sent.getFirst().to()).isEqualTo(NEXT);
        answer(0, new JoinAnswer(fake.sent.getFirst().request().transaction(), List.of(), List.of(), List.of()));

        assertThat(membership.master()).contains(NEXT);
        assertThat(kept).containsExactly(NEXT);
        assertThat(joins).hasSize(1);
    }

    @Test
    void followsARedirectionToAKnownCsp() {
        Membership membership = started();
        joins.getFirst().accept(new JoinOutcome.Joined(NEXT));
        runScheduled();

        assertThat(fake.sent.getFirst().to()).isEqualTo(NEAR);
        answer(
                0,
                Response.to(fake.sent.getFirst().request(), Status.MOVED_TEMPORARILY)
                        .redirectTo(NEXT));
        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
        answer(1, new JoinAnswer(fake.sent.get(1).request().transaction(), List.of(), List.of(), List.of()));

        assertThat(membership.master()).contains(NEXT);
    }

    @Test
    void looksForItsNearestCspSoonerThanItRefreshes() {
        started();

        joins.getFirst().accept(new JoinOutcome.Joined(NEXT));
        assertThat(fake.lastDelay).isLessThanOrEqualTo(MembershipOptions.DEFAULTS.comeBack());
        runScheduled();
        answer(0, new JoinAnswer(fake.sent.getFirst().request().transaction(), List.of(), List.of(), List.of()));

        assertThat(kept).containsExactly(NEAR);
        assertThat(fake.lastDelay).isGreaterThan(MembershipOptions.DEFAULTS.comeBack());
    }

    @Test
    void joinsAnewWhenTheRingKnowsItNoMore() {
        started();
        joins.getFirst().accept(new JoinOutcome.Joined(NEAR));

        ringLost = true;
        runScheduled();

        assertThat(joins).hasSize(2);
    }

    @Test
    void isReachedOverItsLinkWhereNobodyCanDialItAndAsksForAPlaceLaterAndLater() {
        Membership membership = started();

        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ringLost = true;
            joins.getLast().accept(new JoinOutcome.OverFlow(NEAR));
            pauses.add(fake.lastDelay);
            runScheduled();
        }
        assertThat(membership.isOverFlow()).isTrue();
        assertThat(membership.master()).contains(NEAR);
        assertThat(kept).containsExactly(NEAR);
        assertThat(admittedBy).containsExactly(NEAR);
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(MembershipOptions.DEFAULTS.placePause());
        assertThat(pauses.getLast())
                .isBetween(
                        MembershipOptions.DEFAULTS.longestPlacePause().dividedBy(2),
                        MembershipOptions.DEFAULTS.longestPlacePause());

        joins.getLast().accept(new JoinOutcome.Joined(NEAR));
        assertThat(membership.isOverFlow()).isFalse();
        assertThat(kept).containsExactly(NEAR);
    }

    @Test
    void movesItsFlowToTheNextCspWhenTheLinkIsLost() {
        Membership membership = started();
        joins.getFirst().accept(new JoinOutcome.OverFlow(NEAR));
        ringLost = true;

        lost.run();
        runScheduled();
        joins.getLast().accept(new JoinOutcome.OverFlow(NEXT));

        assertThat(joins).hasSize(2);
        assertThat(membership.master()).contains(NEXT);
        assertThat(kept).containsExactly(NEXT);
        assertThat(fake.lastDelay).isLessThanOrEqualTo(MembershipOptions.DEFAULTS.comeBack());
    }

    @Test
    void ofAClientIsALinkToTheCspThatSaysYes() {
        Membership membership = started(new Attachment(SELF.id()));

        assertThat(fake.sent.getFirst().request()).isInstanceOf(RouteQuery.class);
        assertThat(fake.sent.getFirst().to()).isEqualTo(NEAR);
        answer(0, Response.to(fake.sent.getFirst().request(), Status.SERVICE_UNAVAILABLE));
        assertThat(membership.master()).isEmpty();
        answer(1, served(fake.sent.get(1)));

        assertThat(membership.master()).contains(NEXT);
        assertThat(kept).containsExactly(NEXT);
        assertThat(joins).isEmpty();
    }

    @Test
    void ofAClientMovesOnWhenTheLinkIsLost() {
        Membership membership = started(new Attachment(SELF.id()));
        answer(0, served(fake.sent.getFirst()));

        lost.run();
        runScheduled();
        assertThat(fake.sent.get(1).to()).isEqualTo(NEXT);
        answer(1, served(fake.sent.get(1)));

        assertThat(membership.master()).contains(NEXT);
        assertThat(kept).containsExactly(NEXT);
        assertThat(joins).isEmpty();
    }

    @Test
    void asksNobodyOnceClosed() {
        Membership membership = started();
        joins.getFirst().accept(new JoinOutcome.Joined(NEAR));

        membership.close();
        lost.run();

        assertThat(kept).isEmpty();
        assertThat(fake.scheduled).isEmpty();
    }

    private Membership started() {
        Membership.Entrance entrance = new Membership.Entrance() {
            @Override
            public void join(List<NodeContact> csps, Consumer<JoinOutcome> then) {
                ringLost = false;
                joins.add(then);
            }

            @Override
            public boolean isLost() {
                return ringLost;
            }

            @Override
            public P2psipMessage question(Transaction fresh) {
                return new JoinRequest(fresh, SELF);
            }

            @Override
            public boolean isYes(P2psipMessage answer) {
                return answer instanceof JoinAnswer;
            }
        };
        return started(entrance);
    }

    private Membership started(Membership.Entrance entrance) {
        LinkKeeper keeper = (csp, onLost) -> {
            kept.add(csp);
            lost = onLost;
            return () -> kept.remove(csp);
        };
        Membership membership = new Membership(
                SELF,
                MembershipOptions.DEFAULTS,
                fake.ports(),
                new CspChoice(new Ring(11), NodeId.of(586), List.of(NEAR, NEXT), () -> fake.now),
                keeper,
                entrance,
                admittedBy::add);
        membership.start();
        return membership;
    }

    private static P2psipMessage served(FakePorts.Sent asked) {
        return new RouteQueryAnswer(asked.request().transaction(), asked.to(), List.of(), List.of());
    }

    private void runScheduled() {
        fake.scheduled.removeLast().run();
    }

    private void answer(int attempt, P2psipMessage answer) {
        fake.sent.get(attempt).then().accept(new Outcome.Answered(answer, FakePorts.certificate(512, Role.CSP)));
    }
}

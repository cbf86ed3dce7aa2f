package io.pigw.overlay.opinion;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RouteOpinionsTest {

    private static final List<List<NodeId>> ROUTES = List.of(nodes(512, 586), nodes(512, 580, 586));
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final FakeNode node = new FakeNode(Role.PEER, 586);
    private final RouteOpinions opinions =
            new RouteOpinions(new OpinionServers(List.of(contact(2), contact(3)), node.ports()), TIMEOUT);
    private final List<Optional<Integer>> chosen = new ArrayList<>();

    @Test
    void asksWhichRouteToTrust() {
        // When
        opinions.choose(ROUTES, chosen::add);
        FakeNode.Sent sent = node.take();
        sent.answer(transaction -> new OpinionResponse(transaction, 1, List.of(.5, .6)));

        // Then
        assertThat(sent.to()).isEqualTo(contact(2));
        assertThat(sent.timeout()).isEqualTo(TIMEOUT);
        assertThat(sent.request())
                .isInstanceOfSatisfying(
                        OpinionRequest.class,
                        request -> assertThat(request.routes()).isEqualTo(ROUTES));
        assertThat(chosen).containsExactly(Optional.of(1));
    }

    @Test
    void doesWithoutAnAnswer() {
        opinions.choose(ROUTES, chosen::add);
        node.take().timeOut();
        opinions.choose(ROUTES, chosen::add);
        node.take().fail("refused");
        opinions.choose(ROUTES, chosen::add);
        node.take().answer(Status.SERVICE_UNAVAILABLE);

        assertThat(chosen).containsExactly(Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(node.sent).as("nobody else is asked: it would be too late").isEmpty();
    }

    @Test
    void whatWasNotAmongTheRoutesOrNoChoiceIsNone() {
        opinions.choose(ROUTES, chosen::add);
        node.take().answer(transaction -> new OpinionResponse(transaction, 2, List.of(.5, .6, .7)));
        opinions.choose(ROUTES, chosen::add);
        node.take()
                .answer(transaction ->
                        new TrustMessage.NodeOpinionAnswer(transaction, List.of(new TrustMessage.OpinionOn(0, 0, 0))));

        assertThat(chosen).containsExactly(Optional.empty(), Optional.empty());
    }

    private static List<NodeId> nodes(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}

package io.pigw.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnticlockwiseNearestTest {

    private final ForwardingRule rule = new AnticlockwiseNearest(new Ring(11));

    @ParameterizedTest
    @CsvSource({
        "586, 512",
        "1618, 1536",
        "512, 512",
        "511, 1536",
        "1535, 512",
        "1536, 1536",
        "2047, 1536",
        "0, 1536",
        "260, 1536"
    })
    void thePapersExamplesAndTheEdgesOfEachArc(long destination, long responsible) {
        List<NodeContact> ranked = rule.rank(NodeId.of(destination), csps(512, 1536));

        assertThat(ranked.getFirst().id()).isEqualTo(NodeId.of(responsible));
    }

    @Test
    void theNextOneAnticlockwiseInheritsTheArc() {
        List<NodeContact> ranked = rule.rank(NodeId.of(586), csps(100, 512, 700, 1536));

        assertThat(ranked).extracting(NodeContact::id).containsExactlyElementsOf(ids(512, 100, 1536, 700));
    }

    @Test
    void withNoCspUpThereIsNone() {
        assertThat(rule.rank(NodeId.of(586), List.of())).isEmpty();
    }

    private static List<NodeId> ids(long... values) {
        return Arrays.stream(values).mapToObj(NodeId::of).toList();
    }

    private static List<NodeContact> csps(long... values) {
        return Arrays.stream(values)
                .mapToObj(id -> new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", 9000 + (int) id)))
                .toList();
    }
}

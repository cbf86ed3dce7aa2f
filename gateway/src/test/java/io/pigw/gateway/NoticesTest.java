package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Fate;
import io.pigw.gateway.outbox.Messages;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.outbox.Progress;
import io.pigw.gateway.translate.Addressing;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Addressing addressing =
            new Addressing(new Ring(11), "p2p.example.net", "ims.example.net", Set.of(), Set.of());
    private final Notices notices = new Notices(
            new ImsToPeer(addressing),
            new PeerToIms(addressing),
            RandomGeneratorFactory.of("L64X128MixRandom").create(5),
            Duration.ofMinutes(1));

    @Test
    void aMessagesNoticeHasOneKeyWhateverItsNames() {
        Entry entry = entry(Messages.toPeer("a", NOW));

        Optional<Draft> first = notices.reportOf(entry, Fate.UNREACHABLE, NOW);
        Optional<Draft> second = notices.reportOf(entry, Fate.UNCONFIRMED, NOW.plusSeconds(1));

        assertThat(first.orElseThrow().key()).isEqualTo(second.orElseThrow().key());
        assertThat(first.orElseThrow().payload().sipCallId())
                .isNotEqualTo(second.orElseThrow().payload().sipCallId());
    }

    @Test
    void aSenderWithoutAnAddressIsToldNothing() {
        Draft draft = Messages.toPeer("a", NOW);
        Payload.ToPeer payload = (Payload.ToPeer) draft.payload();
        Payload.ToPeer nameless = new Payload.ToPeer(
                payload.message(), payload.sipCallId(), new Party.User("anonymous", "anonymous.invalid"));
        Entry entry = entry(new Draft(draft.key(), nameless, 200, NOW, draft.expiresAt(), NOW));

        Optional<Draft> notice = notices.reportOf(entry, Fate.UNREACHABLE, NOW);

        assertThat(notice).isEmpty();
    }

    private static Entry entry(Draft draft) {
        return new Entry(1, draft, Progress.start(NOW));
    }
}

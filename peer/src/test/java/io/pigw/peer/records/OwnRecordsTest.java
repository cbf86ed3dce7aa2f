package io.pigw.peer.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.peer.text.FakePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The ring is a list of what was brought to it, answered by hand. */
class OwnRecordsTest {

    private static final NodeId SELF = NodeId.of(586);
    private static final Party.User BOB = (Party.User) Party.parse("bob@p2p.example.net");
    private static final PublishOptions OPTIONS =
            new PublishOptions(Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final FakePorts fake = new FakePorts(new NodeCertificate(
            SELF,
            FakePorts.OVERLAY,
            Role.PEER,
            List.of(BOB),
            Bytes.utf8("certificate"),
            Bytes.copyOf(new byte[32]),
            FakePorts.NOW.plus(Duration.ofDays(30))));
    private final List<Brought> brought = new ArrayList<>();
    private final OwnRecords own = own();

    private record Brought(ResourceId resource, RecordContent content, Consumer<StoreOutcome> then) {}

    @Test
    void aPeerThatJoinedIsFoundByItsNameAndShowsItsCertificate() {
        own.joined();

        assertThat(brought)
                .extracting(Brought::resource)
                .containsExactlyInAnyOrder(
                        SignedContent.resource(FakePorts.OVERLAY, BOB),
                        SignedContent.resource(FakePorts.OVERLAY, SELF));
        assertThat(brought).extracting(each -> each.content().exists()).containsOnly(true);
        assertThat(brought)
                .extracting(each -> each.content().kind())
                .containsExactlyInAnyOrder(Kind.USER.number(), Kind.CERTIFICATE.number());
        answerAll(StoreResult.STORED);
        assertThat(fake.lastDelay).isEqualTo(OPTIONS.refresh());
    }

    @Test
    void whatWasNotTakenIsBroughtAgainAfterPausesThatDouble() {
        own.joined();
        for (int pause = 1; pause <= 8; pause *= 2) {
            answerAll(StoreResult.FULL);

            assertThat(fake.lastDelay).isEqualTo(Duration.ofSeconds(pause));
            runScheduled();
        }
        answerAll(StoreResult.KNOWN);
        assertThat(fake.lastDelay).isEqualTo(OPTIONS.refresh());
    }

    @Test
    void answersToAnEarlierRoundDoNotCount() {
        own.joined();
        List<Brought> earlier = List.copyOf(brought);
        brought.clear();
        own.renewed();
        assertThat(brought).hasSize(2);

        earlier.forEach(each -> each.then().accept(new StoreOutcome.Answered(List.of(StoreResult.STORED))));

        assertThat(fake.scheduled).as("the newer round is under way").isEmpty();
    }

    @Test
    void nothingIsPublishedBeforeThePeerHasJoined() {
        own.renewed();
        assertThat(brought).isEmpty();
    }

    @Test
    void aPeerThatLeavesTakesItsNameBackAndWaitsForIt() {
        own.joined();
        answerAll(StoreResult.STORED);
        List<String> order = new ArrayList<>();

        own.withdraw(() -> order.add("gone"));

        assertThat(order).isEmpty();
        assertThat(brought).singleElement().satisfies(each -> {
            assertThat(each.resource()).isEqualTo(SignedContent.resource(FakePorts.OVERLAY, BOB));
            assertThat(each.content().exists()).isFalse();
        });
        answerAll(StoreResult.STORED);
        runScheduled();
        assertThat(order).as("once").containsExactly("gone");
    }

    @Test
    void aPeerThatLeavesWaitsNoLongerThanItsTime() {
        own.joined();
        List<String> order = new ArrayList<>();

        own.withdraw(() -> order.add("gone"));
        assertThat(fake.lastDelay).isEqualTo(OPTIONS.withdraw());
        runScheduled();

        assertThat(order).containsExactly("gone");
        brought.clear();
        own.joined();
        assertThat(brought).as("after it has left").isEmpty();
    }

    private void answerAll(StoreResult result) {
        List<Brought> open = List.copyOf(brought);
        brought.clear();
        open.forEach(each -> each.then().accept(new StoreOutcome.Answered(List.of(result))));
    }

    private void runScheduled() {
        List<Runnable> tasks = List.copyOf(fake.scheduled);
        fake.scheduled.clear();
        tasks.forEach(Runnable::run);
    }

    private OwnRecords own() {
        LocalNode local =
                new LocalNode(new NodeContact(SELF, new HostPort("127.0.0.1", 1)), new Ring(11), FakePorts.OVERLAY);
        RecordAccess ring = new RecordAccess() {
            @Override
            public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
                brought.add(new Brought(resource, values.getFirst().content(), then));
            }

            @Override
            public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
                throw new UnsupportedOperationException();
            }
        };
        return new OwnRecords(fake.ports(), ring, new RecordWriter(local, fake.ports()), OPTIONS);
    }
}

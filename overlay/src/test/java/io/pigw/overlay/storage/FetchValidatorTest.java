package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.RecordMessage.FetchAnswer;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.Right;
import io.pigw.p2psip.record.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that the fetcher looks at, and what it makes of answers that differ. */
class FetchValidatorTest {

    private static final ResourceId BOBS = Draft.named("bob");

    private final TestCa ca = new TestCa();
    private final Signer bob = ca.issue(586, "bob");
    private final Signer bobsOther = ca.issue(1618, "bob");
    private final Signer carol = ca.issue(700, "carol");
    private final Signer eve = ca.issue(800, "eve");
    private Instant now = Draft.NOW;
    private final LocalNode local = new LocalNode(StoringPeer.contact(512), new Ring(11), TestCa.OVERLAY);
    private final FetchValidator fetcher = new FetchValidator(local, () -> now, ca);

    @Test
    void theNewestOfTheReplicasCounts() {
        HeldValue old = Draft.data("bob").by(bob);
        HeldValue higher = Draft.data("bob").generation(2).later(1).by(bob);
        HeldValue later = Draft.data("bob").generation(2).later(2).by(bobsOther);

        FetchResult result =
                fetcher.choose(BOBS, Kind.DATA, List.of(answer(old), answer(later), answer(higher), answer()));

        assertThat(found(result)).containsExactly(later.value());
        assertThat(result.rejected()).isZero();
    }

    @Test
    void eachDeviceIsItsOwnEntry() {
        HeldValue desk = Draft.device("bob", bob).by(bob);
        HeldValue phone = Draft.device("bob", bobsOther).by(bobsOther);
        HeldValue forged = Draft.device("bob", bob).later(9).by(bobsOther);

        FetchResult result = fetcher.choose(BOBS, Kind.USER, List.of(answer(desk), answer(phone, forged)));

        assertThat(found(result)).containsExactlyInAnyOrder(desk.value(), phone.value());
        assertThat(result.rejected()).isEqualTo(1);
    }

    @Test
    void aNoIsNeverFinal() {
        HeldValue value = Draft.data("bob").by(bob);

        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of())).isEqualTo(new FetchResult.NothingSeen(0));
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(), answer())))
                .isEqualTo(new FetchResult.NothingSeen(0));
        assertThat(found(fetcher.choose(BOBS, Kind.DATA, List.of(answer(), answer(), answer(value)))))
                .containsExactly(value.value());
    }

    @Test
    void whatTheOwnerDeletedIsDeletedWhateverOneReplicaSays() {
        HeldValue value = Draft.data("bob").by(bob);
        HeldValue tombstone = Draft.data("bob").later(1).tombstone().by(bob);

        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(value), answer(tombstone))))
                .isEqualTo(new FetchResult.Deleted(List.of(tombstone), 0));
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(value), answer(value))))
                .as("it remembers")
                .isEqualTo(new FetchResult.NothingSeen(2));
    }

    @Test
    void whatARevokedNodeSignedIsForgotten() {
        HeldValue thiefs = Draft.data("bob").generation(Long.MAX_VALUE).by(bobsOther);
        HeldValue owners = Draft.data("bob").by(bob);
        fetcher.choose(BOBS, Kind.DATA, List.of(answer(thiefs)));

        ca.revoke(bobsOther);

        assertThat(found(fetcher.choose(BOBS, Kind.DATA, List.of(answer(owners)))))
                .containsExactly(owners.value());
    }

    @Test
    void anotherSignatureOverTheSameIsTheSame() {
        HeldValue value = Draft.data("bob").by(bob);
        HeldValue again = Draft.data("bob").by(bob);
        assertThat(again.value().signature()).isNotEqualTo(value.value().signature());

        for (HeldValue one : List.of(value, again, value)) {
            assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(one)))).isInstanceOf(FetchResult.Found.class);
        }
    }

    @Test
    void whatWasSeenOnceIsNotTakenBackByAllReplicasTogether() {
        HeldValue old = Draft.data("bob").by(bob);
        HeldValue newest = Draft.data("bob").generation(2).later(1).by(bob);
        fetcher.choose(BOBS, Kind.DATA, List.of(answer(newest)));

        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(old), answer(old))))
                .isEqualTo(new FetchResult.NothingSeen(2));
        assertThat(found(fetcher.choose(BOBS, Kind.DATA, List.of(answer(newest)))))
                .containsExactly(newest.value());

        now = Draft.NOW.plusSeconds(3_601);
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(newest), answer(old))))
                .as("it has ended")
                .isEqualTo(new FetchResult.NothingSeen(2));
    }

    @Test
    void aGrantIsJudgedByTheNewestListOfAnyReplica() {
        // Given
        HeldValue granted = list(1, 0, Right.MODIFY);
        HeldValue revoked = list(2, 1);
        HeldValue carols = Draft.data("bob").later(2).by(carol);
        HeldValue bobs = Draft.data("bob").generation(2).later(3).by(bob);

        // When, Then
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(carols)))).isEqualTo(new FetchResult.NothingSeen(1));
        assertThat(found(fetcher.choose(BOBS, Kind.DATA, List.of(answer(carols, granted)))))
                .containsExactly(carols.value());
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(carols, granted), answer(revoked))))
                .isEqualTo(new FetchResult.NothingSeen(1));
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(carols, granted))))
                .as("it remembers that the list was replaced")
                .isEqualTo(new FetchResult.NothingSeen(2));
        assertThat(found(fetcher.choose(BOBS, Kind.DATA, List.of(answer(bobs), answer(carols, granted)))))
                .containsExactly(bobs.value());
    }

    @Test
    void nobodyGrantsHimselfAnything() {
        HeldValue carols = Draft.data("bob").by(carol);
        HeldValue list = Draft.list("bob", granted(Right.MODIFY)).by(carol);

        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(carols, list))))
                .isEqualTo(new FetchResult.NothingSeen(2));
    }

    @Test
    void whatWasNotAskedForIsNotBelieved() {
        HeldValue desk = Draft.device("bob", bob).by(bob);
        HeldValue eves = Draft.data("eve").by(eve);

        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(answer(desk), answer(eves))))
                .isEqualTo(new FetchResult.NothingSeen(2));
        FetchAnswer elsewhere = new FetchAnswer(
                Transaction.ABSENT, Draft.named("eve"), List.of(eves.value()), List.of(eves.certificate()));
        assertThat(fetcher.choose(BOBS, Kind.DATA, List.of(elsewhere))).isEqualTo(new FetchResult.NothingSeen(1));
    }

    @Test
    void aByteThatAReplicaChangedIsRejected() {
        // Given
        HeldValue value = Draft.device("bob", bob).by(bob);
        byte[] good = encoded(answer(value));
        int body = new String(good, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;

        for (int i = body; i < good.length; i++) {
            // When
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);

            // Then
            assertThat(chosenFrom(bad)).as("byte " + i).isNotInstanceOf(FetchResult.Found.class);
        }
        assertThat(chosenFrom(good)).isInstanceOf(FetchResult.Found.class);
    }

    @Test
    void whatARevokedNodeSignedDoesNotCount() {
        HeldValue desk = Draft.device("bob", bob).by(bob);
        ca.revoke(bob);

        assertThat(fetcher.choose(BOBS, Kind.USER, List.of(answer(desk)))).isEqualTo(new FetchResult.NothingSeen(1));
    }

    @Test
    void atMost16AnswersMakeAResult() {
        assertThat(fetcher.choose(BOBS, Kind.USER, Collections.nCopies(16, answer())))
                .isEqualTo(new FetchResult.NothingSeen(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fetcher.choose(BOBS, Kind.USER, Collections.nCopies(17, answer())));
    }

    private FetchResult chosenFrom(byte[] bytes) {
        try {
            return new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(bytes))
                            instanceof FetchAnswer answer
                    ? new FetchValidator(local, () -> now, ca).choose(BOBS, Kind.USER, List.of(answer))
                    : new FetchResult.NothingSeen(0);
        } catch (DecodeException e) {
            return new FetchResult.NothingSeen(0);
        }
    }

    private HeldValue list(long generation, int later, Right... rights) {
        return Draft.list("bob", granted(rights))
                .generation(generation)
                .later(later)
                .by(bob);
    }

    private static AccessList granted(Right... rights) {
        return rights.length == 0
                ? AccessList.NOBODY
                : new AccessList(
                        List.of(new AccessList.Grant(TestCa.user("carol"), EnumSet.copyOf(Arrays.asList(rights)))));
    }

    private static FetchAnswer answer(HeldValue... held) {
        List<StoredValue> values = Arrays.stream(held).map(HeldValue::value).toList();
        List<Bytes> certificates = HeldValue.certificates(Arrays.asList(held));
        return new FetchAnswer(Transaction.ABSENT, BOBS, values, certificates);
    }

    private static byte[] encoded(FetchAnswer answer) {
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(answer, out);
        return ByteBufUtil.getBytes(out);
    }

    private static List<StoredValue> found(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Found.class);
        return ((FetchResult.Found) result).values();
    }
}

package io.pigw.peer.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Notice;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every inbox does. */
abstract class InboxContract {

    static final int CAPACITY = 4;

    abstract Inbox inbox();

    /** The same inbox after a restart. */
    abstract Inbox reopened();

    @Test
    void keepsEachMessageUnchanged() {
        Inbox inbox = inbox();
        ReceivedMessage text = message("alice@ims.example.net", "a", "grüße 你好 \u0000", null);
        ReceivedMessage notice =
                message("alice@ims.example.net", "b", "", new Notice(Notice.Kind.UNREACHABLE, new CallId("z")));

        assertThat(inbox.accept(text).join()).isEqualTo(Inbox.Receipt.STORED);
        assertThat(inbox.accept(notice).join()).isEqualTo(Inbox.Receipt.STORED);

        assertThat(inbox.after(0, 10)).extracting(InboxEntry::message).containsExactly(text, notice);
    }

    @Test
    void keepsADuplicateOnce() {
        Inbox inbox = inbox();
        inbox.accept(message("alice@ims.example.net", "a", "first", null)).join();

        Inbox.Receipt again = inbox.accept(message("alice@ims.example.net", "a", "second", null))
                .join();
        Inbox.Receipt other = inbox.accept(message("coco@ims.example.net", "a", "third", null))
                .join();

        assertThat(again).isEqualTo(Inbox.Receipt.DUPLICATE);
        assertThat(other).isEqualTo(Inbox.Receipt.STORED);
        assertThat(inbox.after(0, 10))
                .extracting(entry -> entry.message().body().toUtf8())
                .containsExactly("first", "third");
    }

    @Test
    void keepsADuplicateThatCameAtTheSameTimeOnce() {
        Inbox inbox = inbox();

        List<CompletableFuture<Inbox.Receipt>> receipts = List.of(
                inbox.accept(message("alice@ims.example.net", "a", "one", null)),
                inbox.accept(message("alice@ims.example.net", "a", "one", null)),
                inbox.accept(message("alice@ims.example.net", "a", "one", null)));

        assertThat(receipts)
                .extracting(CompletableFuture::join)
                .containsExactly(Inbox.Receipt.STORED, Inbox.Receipt.DUPLICATE, Inbox.Receipt.DUPLICATE);
    }

    @Test
    void readsOnFromANumber() {
        Inbox inbox = inbox();
        for (String callId : List.of("a", "b", "c")) {
            inbox.accept(message("alice@ims.example.net", callId, callId, null)).join();
        }

        List<InboxEntry> firstPage = inbox.after(0, 2);
        List<InboxEntry> rest = inbox.after(firstPage.getLast().number(), 10);

        assertThat(firstPage).hasSize(2);
        assertThat(rest).extracting(entry -> entry.message().callId().value()).containsExactly("c");
    }

    @Test
    void takesNoMoreThanItHasRoomFor() {
        Inbox inbox = inbox();
        for (int i = 0; i < CAPACITY; i++) {
            assertThat(inbox.accept(message("alice@ims.example.net", "m" + i, "x", null))
                            .join())
                    .isEqualTo(Inbox.Receipt.STORED);
        }

        assertThat(inbox.accept(message("alice@ims.example.net", "new", "x", null))
                        .join())
                .isEqualTo(Inbox.Receipt.FULL);
        assertThat(inbox.accept(message("alice@ims.example.net", "m0", "x", null))
                        .join())
                .isEqualTo(Inbox.Receipt.DUPLICATE);
        assertThat(inbox.after(0, 10)).hasSize(CAPACITY);
    }

    @Test
    void knowsAfterARestartWhatItKept() {
        ReceivedMessage message = message("alice@ims.example.net", "a", "hi", null);
        inbox().accept(message).join();

        Inbox reopened = reopened();

        assertThat(reopened.accept(message).join()).isEqualTo(Inbox.Receipt.DUPLICATE);
        assertThat(reopened.after(0, 10)).extracting(InboxEntry::message).containsExactly(message);
    }

    @Test
    void knowsWhichCameEncrypted() {
        ReceivedMessage open = message("alice@ims.example.net", "a", "hi", null);
        ReceivedMessage sealed = new ReceivedMessage(
                open.from(),
                new CallId("b"),
                open.to(),
                open.contentType(),
                open.body(),
                null,
                true,
                open.receivedAt());
        Inbox inbox = inbox();
        inbox.accept(open).join();
        inbox.accept(sealed).join();

        assertThat(inbox.after(0, 10)).extracting(InboxEntry::message).containsExactly(open, sealed);
    }

    static ReceivedMessage message(String from, String callId, String text, @Nullable Notice notice) {
        return new ReceivedMessage(
                Party.parse(from),
                new CallId(callId),
                Party.parse("586"),
                text.isEmpty() ? null : "text/plain;charset=UTF-8",
                Bytes.utf8(text),
                notice,
                false,
                Instant.parse("2026-03-01T12:00:00.123Z"));
    }
}

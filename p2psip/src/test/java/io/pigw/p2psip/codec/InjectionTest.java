package io.pigw.p2psip.codec;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.Unpooled;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.UnknownRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text field of a record can hold what would start another line, and the writer looks once more. */
class InjectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nTo: b", "a\nb", "a\rb", "a\u0000b", "\r\n\r\n", "a\u007f"})
    void recordsRefuseControlCharacters(String evil) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallId(evil));
        assertThatIllegalArgumentException().isThrownBy(() -> new Party.User(evil, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Party.User("x", evil));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort(evil, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Status(400, evil));
        assertThatIllegalArgumentException().isThrownBy(() -> new PingTerms(evil, evil, Instant.EPOCH, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnknownRequest(evil, Transaction.ABSENT, Status.NOT_IMPLEMENTED));
        assertThatIllegalArgumentException().isThrownBy(() -> withContentType(evil));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nTo: b", "a\nb", "a\rb", "a\u0000b", "a\u007f", "a\ufffd"})
    void theWriterRefusesThemToo(String evil) {
        HeadWriter head = new HeadWriter(Unpooled.buffer(), Limits.DEFAULTS);

        assertThatIllegalArgumentException().isThrownBy(() -> head.header(HeaderName.TO, evil));
        assertThatIllegalArgumentException().isThrownBy(() -> head.startLine(evil));
    }

    @Test
    void anUnknownMessageIsNotSent() {
        UnknownRequest unknown = new UnknownRequest("Later", Transaction.ABSENT, Status.NOT_IMPLEMENTED);

        assertThatIllegalArgumentException().isThrownBy(() -> Wire.encode(unknown));
    }

    private static MessageRequest withContentType(String contentType) {
        return new MessageRequest(
                Samples.PEER,
                70,
                Samples.ALICE,
                Samples.PEER,
                null,
                Samples.CALL_ID,
                Samples.TRANSACTION,
                null,
                contentType,
                null,
                null,
                List.of(),
                Bytes.EMPTY);
    }
}

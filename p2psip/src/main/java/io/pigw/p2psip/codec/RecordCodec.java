package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException.Rule;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Resource records: the resource in the head, values and certificates in the body. */
final class RecordCodec {

    private static final HexFormat HEX = HexFormat.of();

    private RecordCodec() {}

    /** Reads a message of one of this family's types. */
    static RecordMessage read(String type, Head head, ByteBuf body) throws DecodeException {
        Transaction transaction = Values.transaction(head);
        return switch (type) {
            case SessionLine.RECORD_STORE -> {
                RecordBody.Parts parts = RecordBody.read(head, body);
                yield new RecordMessage.Store(
                        transaction,
                        resource(head),
                        (int) head.number(HeaderName.REPLICA, RecordMessage.MAX_REPLICA),
                        parts.values(),
                        parts.certificates());
            }
            case SessionLine.RECORD_STORE_ANSWER -> {
                Values.noBody(body);
                yield new RecordMessage.StoreAnswer(transaction, results(head.text(HeaderName.RESULTS)));
            }
            case SessionLine.RECORD_FETCH -> {
                Values.noBody(body);
                int kind = (int) head.number(HeaderName.KIND, RecordContent.MAX_KIND);
                yield new RecordMessage.Fetch(transaction, resource(head), kind);
            }
            case SessionLine.RECORD_FETCH_ANSWER -> {
                RecordBody.Parts parts = RecordBody.read(head, body);
                yield new RecordMessage.FetchAnswer(transaction, resource(head), parts.values(), parts.certificates());
            }
            default -> throw new IllegalArgumentException("not a message about records");
        };
    }

    static void write(RecordMessage message, HeadWriter head) {
        switch (message) {
            case RecordMessage.Store store -> {
                begin(SessionLine.RECORD_STORE, store.transaction(), head);
                head.header(HeaderName.RESOURCE, store.resource().toString());
                head.header(HeaderName.REPLICA, store.replica());
                writeBody(store.values(), store.certificates(), head);
            }
            case RecordMessage.StoreAnswer answer -> {
                begin(SessionLine.RECORD_STORE_ANSWER, answer.transaction(), head);
                head.words(
                        HeaderName.RESULTS,
                        answer.results().stream().map(StoreResult::wire).toList());
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case RecordMessage.Fetch fetch -> {
                begin(SessionLine.RECORD_FETCH, fetch.transaction(), head);
                head.header(HeaderName.RESOURCE, fetch.resource().toString());
                head.header(HeaderName.KIND, fetch.kind());
                head.header(HeaderName.CONTENT_LENGTH, 0);
                head.end();
            }
            case RecordMessage.FetchAnswer answer -> {
                begin(SessionLine.RECORD_FETCH_ANSWER, answer.transaction(), head);
                head.header(HeaderName.RESOURCE, answer.resource().toString());
                writeBody(answer.values(), answer.certificates(), head);
            }
        }
    }

    private static void begin(String type, Transaction transaction, HeadWriter head) {
        head.startLine(SessionLine.PREFIX + type);
        head.transaction(transaction);
    }

    private static void writeBody(List<StoredValue> values, List<Bytes> certificates, HeadWriter head) {
        int size = RecordBody.size(values, certificates);
        if (size > head.limits().maxBodyBytes()
                || certificates.size() > head.limits().maxEntries()) {
            throw new IllegalArgumentException("the records are over the limits of a message");
        }
        if (size > 0) {
            head.header(HeaderName.CONTENT_TYPE, RecordBody.RECORDS);
        }
        head.header(HeaderName.CONTENT_LENGTH, size);
        head.end();
        RecordBody.write(values, certificates, head.out());
    }

    private static ResourceId resource(Head head) throws DecodeException {
        String text = head.text(HeaderName.RESOURCE);
        ResourceId resource = new ResourceId(Bytes.copyOf(HEX.parseHex(text)));
        if (!resource.toString().equals(text)) {
            throw new IllegalArgumentException("hexadecimal digits are lower case");
        }
        return resource;
    }

    private static List<StoreResult> results(String text) throws DecodeException {
        List<StoreResult> results = new ArrayList<>();
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            if (results.size() == RecordMessage.MAX_VALUES) {
                throw new DecodeException(Rule.TOO_MANY_ENTRIES, "more than " + RecordMessage.MAX_VALUES + " results");
            }
            results.add(StoreResult.of(text.substring(start, end)));
        }
        return results;
    }
}

package io.pigw.overlay.storage;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.StoredValue;
import java.util.List;

/**
 * A value with what it takes to check it again.
 *
 * @param value as it came
 * @param certificate of its author, in DER
 */
public record HeldValue(StoredValue value, Bytes certificate) {

    /** Of the authors, each once. */
    static List<Bytes> certificates(List<HeldValue> held) {
        return held.stream().map(HeldValue::certificate).distinct().toList();
    }

    /** What is signed. */
    public RecordContent content() {
        return value.content();
    }
}

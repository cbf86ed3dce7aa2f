package io.pigw.overlay.storage;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.StoredValue;

/**
 * A value with what it takes to check it again.
 *
 * @param value as it came
 * @param certificate of its author, in DER
 */
public record HeldValue(StoredValue value, Bytes certificate) {

    /** What is signed. */
    public RecordContent content() {
        return value.content();
    }
}

package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import org.jspecify.annotations.Nullable;

/** What an HTTP server said when it was asked for a list. */
sealed interface Fetched {

    /** Here it is. */
    record List(Bytes der, @Nullable String etag) implements Fetched {}

    /** The one that we have is the newest. */
    record NotModified() implements Fetched {}

    /** It did not say so: the reason, as the label of a counter. */
    record Failed(String reason) implements Fetched {}
}

package io.pigw.csp;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a CSP finds a peer. */
public enum LocateMode {
    /** Every message is pinged, as in the paper. */
    @JsonProperty("ping")
    PING,
    /** A location that was found is used for its lifetime. */
    @JsonProperty("cache")
    CACHE,
    /** A peer is reached over the connection that it keeps to its CSP, as in RFC 5626. */
    @JsonProperty("flow")
    FLOW
}

package io.pigw.csp.relay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pigw.p2psip.NodeContact;
import java.time.Duration;

/**
 * How a CSP treats what peers send.
 *
 * @param overlay its name
 * @param self the CSP and where it listens
 * @param maxBodyBytes the longest body that is relayed
 * @param messagesPerSecond sustained rate of one peer
 * @param burst how many messages of one peer at once
 * @param outOfRange what happens to a message of a peer outside the CSP's arc
 * @param answerTimeout how long the gateway may take
 * @param recipientsPerHour different IMS users that one peer may write to in an hour; 0: as many as it likes
 */
public record PeerRelayOptions(
        String overlay,
        NodeContact self,
        int maxBodyBytes,
        double messagesPerSecond,
        int burst,
        OutOfRange outOfRange,
        Duration answerTimeout,
        int recipientsPerHour) {

    /** What happens to a message of a peer outside the CSP's arc (the paper, §2.3: "it might be discarded"). */
    public enum OutOfRange {
        /** It is answered 302 with the responsible CSP. */
        @JsonProperty("redirect")
        REDIRECT,
        /** It is dropped and counted. */
        @JsonProperty("discard")
        DISCARD
    }
}

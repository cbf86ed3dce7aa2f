package io.pigw.bench.faults;

import java.util.Map;

/**
 * What was sent that nobody should send, and what became of it.
 *
 * @param messages mutated P2PSIP messages, written to links with good certificates; what follows one that breaks the protocol is not read
 * @param links that they went over
 * @param refusedLinks of those, ended by the handshake
 * @param read messages that services read, good ones of each other too
 * @param broken links that services ended since the bytes broke the protocol
 * @param handshakes of strangers, with bytes that are no TLS or a mutated ClientHello
 * @param requests mutated EST requests
 * @param statuses how often each was answered; 0: not at all
 * @param handlerFailures exceptions in services that none of them expected; must be 0
 */
public record BadInputCounts(
        long messages,
        long links,
        long refusedLinks,
        long read,
        long broken,
        long handshakes,
        long requests,
        Map<Integer, Long> statuses,
        long handlerFailures) {

    private static final int SERVER_ERROR = 500;

    /** Copies the map. */
    public BadInputCounts {
        statuses = Map.copyOf(statuses);
    }

    /** Whether nobody was taken by surprise: no exception that was not expected, no status 500. */
    public boolean isGood() {
        return handlerFailures == 0 && !statuses.containsKey(SERVER_ERROR);
    }
}

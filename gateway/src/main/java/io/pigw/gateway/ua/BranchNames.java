package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Hop;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Names each hop's branch. It follows from the request's own branch and the hop, so that a resend to the same hop repeats it, also
 * after a restart, and another hop sees another (RFC 3263 §4.3); only a final answer makes a new one necessary: a server would
 * repeat that answer for 64·T1 (RFC 3261 §17.2.2). On one loop.
 */
final class BranchNames {

    /** As long as what is appended, but for a generation. */
    static final String ROOM = ".00000000";

    /** Names that were used up and may be asked for again; the longest unused goes. */
    private static final int MAX_REMEMBERED = 8_192;

    private final Map<String, Integer> used = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** The branch of a request at a hop. */
    String of(String branch, Hop hop) {
        String name = first(branch, hop);
        int generation = used.getOrDefault(name, 0);
        return generation == 0 ? name : name + "." + generation;
    }

    /** The hop gave its final answer: the same request there again is a new transaction. */
    void useUp(String branch, Hop hop) {
        used.merge(first(branch, hop), 1, Integer::sum);
    }

    /** The request will not be sent there again. */
    void forget(String branch, Hop hop) {
        used.remove(first(branch, hop));
    }

    /** What the branch of a request at a hop is as long as that hop gave no final answer. */
    static String first(String branch, Hop hop) {
        CRC32C sum = new CRC32C();
        sum.update(hop.toString().getBytes(StandardCharsets.UTF_8));
        return branch + "." + HexFormat.of().toHexDigits((int) sum.getValue());
    }
}

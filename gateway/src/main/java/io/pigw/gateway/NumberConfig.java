package io.pigw.gateway;

import io.pigw.gateway.translate.Numbers;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.List;
import java.util.Map;

/**
 * A peer's telephone number.
 *
 * @param number a global one, {@code +4721000000} (RFC 3966 §5.1.4); visual separators are allowed
 * @param to whose it is: a node ID, or a user name of the overlay
 */
public record NumberConfig(String number, String to) {

    static Numbers table(List<NumberConfig> numbers, String overlayDomain) {
        try {
            return Numbers.of(numbers.stream()
                    .map(entry -> Map.entry(entry.number(), entry.party(overlayDomain)))
                    .toList());
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("sip.numbers: " + invalid.getMessage(), invalid);
        }
    }

    private Party party(String overlayDomain) {
        if (NodeId.isDecimal(to)) {
            return new Party.Node(NodeId.parse(to));
        }
        if (to.indexOf('@') >= 0) {
            throw new IllegalArgumentException("write " + to + " without its domain");
        }
        return new Party.User(to, overlayDomain);
    }
}

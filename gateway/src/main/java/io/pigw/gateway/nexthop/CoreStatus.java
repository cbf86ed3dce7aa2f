package io.pigw.gateway.nexthop;

import java.util.List;
import java.util.Optional;

/**
 * How the cores are.
 *
 * @param servers that are known
 * @param up of these, those that answered last
 * @param problem why nothing can be sent, with a remedy; empty while something can, or nothing was tried yet
 */
public record CoreStatus(int servers, int up, Optional<String> problem) {

    static CoreStatus of(List<Core> cores, HealthBook book) {
        if (book.listed() == 0) {
            Optional<String> why =
                    cores.stream().flatMap(core -> core.problem().stream()).findFirst();
            return new CoreStatus(0, 0, why.map(reason -> "the IMS core cannot be found: " + reason));
        }
        List<String> down = book.down();
        return new CoreStatus(
                book.listed(),
                book.up(),
                down.isEmpty()
                        ? Optional.empty()
                        : Optional.of("no IMS core answers (" + down.getFirst()
                                + "): check sip.core, that the core runs and lets this address in, and that it answers OPTIONS"
                                + " or sip.nextHop.probe is 0s"));
    }
}

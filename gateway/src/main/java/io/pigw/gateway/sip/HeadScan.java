package io.pigw.gateway.sip;

import java.util.Optional;

/**
 * What the scanner made of a head.
 *
 * @param head what could be read, complete or not
 * @param broken the rule that it breaks, if any
 */
record HeadScan(SipHead head, Optional<Rule> broken) {

    static HeadScan good(SipHead head) {
        return new HeadScan(head, Optional.empty());
    }

    static HeadScan bad(SipHead head, Rule rule) {
        return new HeadScan(head, Optional.of(rule));
    }
}

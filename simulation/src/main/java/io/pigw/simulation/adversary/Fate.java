package io.pigw.simulation.adversary;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;

/** What becomes of a message that a bad node's code sends. */
sealed interface Fate {

    /** It goes there, perhaps altered; a request keeps its transaction. */
    record Goes(NodeContact to, P2psipMessage message) implements Fate {}

    /** It is lost: a request times out. */
    record Lost() implements Fate {}

    /** The code gets this answer, whoever gave it. */
    record Answered(P2psipMessage answer) implements Fate {}
}

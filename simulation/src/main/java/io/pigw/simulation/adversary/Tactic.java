package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;

/** How one adversary alters what a bad node does. What it leaves alone is the product's. */
interface Tactic {

    /** Whether the code never sees what came; it may have been answered here. */
    default boolean swallows(Inbound inbound) {
        return false;
    }

    /** What becomes of a message that the code sends on its own account. */
    default Fate outgoing(NodeContact to, P2psipMessage message) {
        return new Fate.Goes(to, message);
    }

    /** What is answered instead of the code's answer. */
    default P2psipMessage answer(Inbound request, P2psipMessage answer) {
        return answer;
    }

    /** Called ten times a second during the attack. */
    default void tick() {}
}

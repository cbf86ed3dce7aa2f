package io.pigw.overlay.csp;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.Status;

/** What a CSP says to a node that wants to join. */
public sealed interface AdmissionDecision {

    /** It may. */
    record Admitted() implements AdmissionDecision {}

    /** Another CSP serves its ID. */
    record Redirect(NodeContact csp) implements AdmissionDecision {}

    /** It may not. */
    record Refused(Status status) implements AdmissionDecision {}
}

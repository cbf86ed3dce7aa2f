package io.pigw.peer.text;

import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import java.util.List;

/**
 * What became of a message that was sent.
 *
 * @param callId its name
 * @param status 200 once the gateway, or the node that it is for, has it durably; 408 if that is not known; otherwise it was not
 *     taken
 * @param deliveredTo the nodes of the overlay that have it; none of a message to an IMS user
 */
public record SendResult(CallId callId, Status status, List<NodeId> deliveredTo) {

    /** Copies the list. */
    public SendResult {
        deliveredTo = List.copyOf(deliveredTo);
    }

    /** To no node of the overlay. */
    public SendResult(CallId callId, Status status) {
        this(callId, status, List.of());
    }

    /** Nothing went out. */
    public static SendResult refused(NodePorts ports, Status status) {
        return new SendResult(CallId.mint(ports.random()), status);
    }

    /** It is at the node. */
    static SendResult delivered(CallId callId, NodeId node) {
        return new SendResult(callId, Status.OK, List.of(node));
    }
}

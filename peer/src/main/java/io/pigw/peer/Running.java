package io.pigw.peer;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import java.util.Optional;
import java.util.function.Function;

/** The peers of a process, as requests of the admin port name them. Safe on any thread. */
record Running(Function<NodeId, Optional<Peer>> peers) {

    /** The one in the path, if it runs. */
    Peer named(AdminRequest request) throws AdminException {
        Peer peer = any(request);
        if (peer.isClosed()) {
            throw new AdminException(
                    410, "", "peer " + peer.id() + " was stopped", "start the service again to have it back");
        }
        return peer;
    }

    /** The one in the path, stopped or not. */
    Peer any(AdminRequest request) throws AdminException {
        NodeId id = RecordJson.node(request.variable("id"));
        return peers.apply(id).orElseThrow(() -> new AdminException(404, "no peer " + id + " here"));
    }
}

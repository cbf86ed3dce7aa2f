package io.pigw.cli.deployment;

import io.pigw.p2psip.NodeId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Which IDs the operator fixes: the backbone's, and the two peers of the paper's figures. In larger rings they are scaled up. */
final class NodeIds {

    /** The gateway of the paper (§4). It is no member of the ring. */
    private static final long GATEWAY = 260;

    private static final long SOS = 3;
    private static final List<Long> NAMED_PEERS = List.of(586L, 1618L);

    private final int ringBits;

    NodeIds(int ringBits) {
        this.ringBits = ringBits;
    }

    NodeId gateway() {
        return scaled(GATEWAY);
    }

    NodeId sos() {
        return scaled(SOS);
    }

    /** The peers of the paper's Figures 5, 11 and 15. */
    List<NodeId> namedPeers() {
        return NAMED_PEERS.stream().map(this::scaled).toList();
    }

    /** Spread evenly, beginning behind the ring's zero: 15 of them in the paper's ring are 128, 256, 384, 512 … 1920. */
    List<NodeId> csps(int count) {
        List<NodeId> ids = new ArrayList<>(count);
        long step = (1L << DeploymentOptions.PAPER_RING_BITS) / (count + 1);
        for (int i = 1; i <= count; i++) {
            long id = i * step;
            ids.add(scaled(id == GATEWAY ? id + 1 : id));
        }
        return ids;
    }

    private NodeId scaled(long paperId) {
        BigInteger value = BigInteger.valueOf(paperId).shiftLeft(ringBits - DeploymentOptions.PAPER_RING_BITS);
        return NodeId.parse(value.toString());
    }
}

package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.identity.IdentityFiles;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * The ring of the overlay that a data folder holds: who has an ID of one ring has another in a ring of another size, and the SOS's is
 * fixed.
 */
final class FolderRing {

    private FolderRing() {}

    /**
     * Refuses, with a {@link UserError}, a folder with an overlay of another ring size than is asked for. To be called by the process
     * that has the folder's databases; blocks.
     *
     * @throws IOException if the SOS's files cannot be read
     */
    static void require(DeploymentOptions options, NodeIds ids) throws IOException {
        IdentityFiles files = IdentityFiles.in(options.data().resolve("sos/keys/sos"));
        if (!files.exist()) {
            return;
        }
        NodeId there = files.load().certificate().id();
        if (there.equals(ids.sos())) {
            return;
        }
        String remedy = IntStream.rangeClosed(DeploymentOptions.PAPER_RING_BITS, Ring.MAX_BITS)
                .filter(bits -> new NodeIds(bits).sos().equals(there))
                .mapToObj(bits -> "Start it with --ring-bits " + bits + ", or name")
                .findFirst()
                .orElse("Name");
        throw new UserError(options.data() + " holds an overlay of another ring size than 2^" + options.ringBits()
                + ". " + remedy + " another folder with --data");
    }
}

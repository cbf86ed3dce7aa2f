package io.pigw.bench.churn;

import io.pigw.bench.enroll.FixedNode;
import io.pigw.bench.overlay.OverlayFiles;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder for each process, with its members' configuration and databases. Blocks. */
final class ChurnFiles {

    private final OverlayFiles files;
    private final Path directory;
    private final Map<NodeId, HostPort> csps = new LinkedHashMap<>();

    ChurnFiles(OverlayFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    /** Finds each CSP a port that is free just now: all know each other's before any of them is up. */
    void place(List<NodeId> ids) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (NodeId id : ids) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                csps.put(id, new HostPort("127.0.0.1", socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** The list of members of each process. */
    List<Path> write(String name, List<List<FixedNode>> processes) throws IOException {
        List<Path> lists = new ArrayList<>();
        for (List<FixedNode> members : processes) {
            Path folder = Files.createDirectories(directory.resolve(name + "-" + lists.size()));
            List<String> lines = new ArrayList<>();
            for (FixedNode member : members) {
                lines.add(
                        member.role() == Role.CSP
                                ? Members.CSP + files.cspAlone(folder, member.id(), csps)
                                : Members.PEER + files.peerAlone(folder, member.id(), csps));
            }
            lists.add(Files.write(folder.resolve("members"), lines));
        }
        return lists;
    }
}

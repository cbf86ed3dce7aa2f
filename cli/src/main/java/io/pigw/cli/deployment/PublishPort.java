package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where CRLs and OCSP are served: the same port at each start, for its URL is in every certificate. If something else has it by
 * now, another one; nodes with older certificates then learn what is revoked from the CSPs alone.
 *
 * @param address to listen at
 * @param file keeps the port for the next start
 */
record PublishPort(HostPort address, Path file) {

    /** Between the nodes' ports and the ephemeral range. */
    private static final int FIRST = 30_000;

    private static final int COUNT = 2_000;

    /**
     * The port that the file names, or a free one. Writes nothing: the folder may be another process's.
     *
     * @param host to listen on
     */
    static PublishPort choose(String host, Path file) {
        try {
            if (Files.exists(file)) {
                HostPort kept = new HostPort(
                        host, Integer.parseInt(Files.readString(file).strip()));
                if (isFree(kept)) {
                    return new PublishPort(kept, file);
                }
            }
            return new PublishPort(find(host), file);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    /** Writes the port into the file. To be called by the process that has the folder's databases. */
    void keep() {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, address.port() + "\n");
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static UserError unusable(Path file, Exception cause) {
        return new UserError(file + " should hold the port for CRLs and cannot be used: remove it", cause);
    }

    /** Each process begins elsewhere: two that start at once do not find the same port free. */
    private static HostPort find(String host) {
        int begin = (int) (ProcessHandle.current().pid() % COUNT);
        for (int i = 0; i < COUNT; i++) {
            HostPort candidate = new HostPort(host, FIRST + (begin + i) % COUNT);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new UserError("no port for CRLs is free on loopback between " + FIRST + " and " + (FIRST + COUNT)
                + ". Are other overlays running? End one");
    }

    private static boolean isFree(HostPort address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}

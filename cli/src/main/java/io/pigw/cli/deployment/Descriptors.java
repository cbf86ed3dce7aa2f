package io.pigw.cli.deployment;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pigw.cli.UserError;
import java.lang.management.ManagementFactory;

/** File descriptors: each link of two nodes in one process takes two. */
final class Descriptors {

    /** Members of a deployment that keep to what messages need: measured, 16,344 at most for 511. */
    private static final int PER_LEAN_NODE = 34;

    /** Members that publish records and know eight successors: measured, 10,900 at most for 208. */
    private static final int PER_NODE = 54;

    private static final int REST = 200;

    private Descriptors() {}

    /** Refuses to start what would run out of them on the way. */
    static void require(DeploymentOptions options) {
        int nodes = options.peers() + options.csps();
        long needed = REST + (long) nodes * (options.isLean() ? PER_LEAN_NODE : PER_NODE);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < needed) {
            throw new UserError(nodes + " nodes in one process need some " + needed + " open files, and the limit is "
                    + unix.getMaxFileDescriptorCount() + ". Raise it (ulimit -n " + needed
                    + "; /etc/security/limits.conf for the hard limit), or use fewer --peers");
        }
    }
}

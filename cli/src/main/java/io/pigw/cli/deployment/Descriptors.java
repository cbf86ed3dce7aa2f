package io.pigw.cli.deployment;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pigw.cli.UserError;
import java.lang.management.ManagementFactory;

/** File descriptors: each link of two nodes in one process takes two. */
final class Descriptors {

    /** Measured: some 16,000 for 511 members. */
    private static final int PER_NODE = 34;

    private static final int REST = 200;

    private Descriptors() {}

    /** Refuses to start what would run out of them on the way. */
    static void require(int nodes) {
        long needed = REST + (long) nodes * PER_NODE;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < needed) {
            throw new UserError(nodes + " nodes in one process need some " + needed + " open files, and the limit is "
                    + unix.getMaxFileDescriptorCount() + ". Raise it (ulimit -n " + needed
                    + "; /etc/security/limits.conf for the hard limit), or use fewer --peers");
        }
    }
}

package io.pigw.enrollment.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names that a user could pass himself off as the operator with (RFC 2142, RFC 3323, RFC 5031), and what looks like them. */
public final class ReservedNames {

    private static final Set<String> ALWAYS = Set.of(
            "abuse",
            "admin",
            "administrator",
            "anonymous",
            "billing",
            "csp",
            "emergency",
            "enrollment",
            "ftp",
            "gateway",
            "help",
            "hostmaster",
            "ims",
            "info",
            "invalid",
            "localhost",
            "mailer-daemon",
            "marketing",
            "news",
            "nobody",
            "noc",
            "noreply",
            "no-reply",
            "null",
            "operator",
            "pigw",
            "postmaster",
            "root",
            "sales",
            "security",
            "sip",
            "sips",
            "sos",
            "support",
            "system",
            "unavailable",
            "unknown",
            "usenet",
            "uucp",
            "webmaster",
            "www");

    private final Set<String> skeletons = new HashSet<>();

    /** The common ones and the operator's own. */
    public ReservedNames(Collection<String> more) {
        ALWAYS.forEach(name -> skeletons.add(Skeleton.of(name)));
        more.forEach(name -> skeletons.add(Skeleton.of(name)));
    }

    /** Whether the normalised name is one of them, or looks like one. */
    public boolean contains(String name) {
        return skeletons.contains(Skeleton.of(name));
    }
}

package io.pigw.enrollment.est;

import io.netty.handler.codec.http.HttpMethod;

/** What the server can be asked for. */
enum Operation {
    /** The authority's certificates, RFC 7030 §4.1. */
    CACERTS(EstPath.EST + "cacerts", true),
    /** What a request is to hold, RFC 7030 §4.5. */
    CSRATTRS(EstPath.EST + "csrattrs", true),
    /** The first certificate, by a token, RFC 7030 §4.2.1. */
    SIMPLEENROLL(EstPath.EST + "simpleenroll", false),
    /** The next certificate, by the current one, RFC 7030 §4.2.2. */
    SIMPLEREENROLL(EstPath.EST + "simplereenroll", false),
    /** The signed list of proxies to begin with. */
    CSPS(EstPath.PIGW + "csps", true),
    /** That a node be excluded, by an opinion server. */
    EXCLUSIONS(EstPath.PIGW + "exclusions", false);

    private final String path;
    private final boolean isGot;

    Operation(String path, boolean isGot) {
        this.path = path;
        this.isGot = isGot;
    }

    String path() {
        return path;
    }

    /** Whether it is for this method; what can be got has a head too. */
    boolean takes(HttpMethod asked) {
        return isGot ? asked.equals(HttpMethod.GET) || asked.equals(HttpMethod.HEAD) : asked.equals(HttpMethod.POST);
    }

    /** As in {@code Allow}. */
    String methods() {
        return isGot ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
    }
}

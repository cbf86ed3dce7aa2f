package io.pigw.cli.deployment;

import io.pigw.gateway.SipConfig;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.PingTerms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is stood up in one process.
 *
 * @param data folder of all databases and keys
 * @param ringBits the ring has 2^ringBits IDs, 11 to 128
 * @param csps how many CSPs, 1 to 64, spread evenly over the ring
 * @param peers how many peers, 2 to 1,000
 * @param routes copies of a PingRequest that a CSP multicasts
 * @param sip where the gateway's SIP side listens, UDP and TCP
 * @param imsCore where SIP requests towards IMS users go, as {@link CoreUri#list} reads it
 * @param admin where the admin port listens, loopback only
 * @param overlayDomain the overlay's name
 * @param imsDomain the IMS domain
 * @param gatewaySip the gateway's whole SIP section, which then says what {@code sip}, {@code imsCore} and {@code imsDomain} would
 */
public record DeploymentOptions(
        Path data,
        int ringBits,
        int csps,
        int peers,
        int routes,
        HostPort sip,
        @Nullable String imsCore,
        HostPort admin,
        String overlayDomain,
        String imsDomain,
        @Nullable SipConfig gatewaySip) {

    /** Of the overlay, in the paper's experiment and here. */
    public static final String DEFAULT_OVERLAY_DOMAIN = "p2p.example.net";

    public static final String DEFAULT_IMS_DOMAIN = "ims.example.net";

    /** The paper's overlay (§4): 496 peers, 15 CSPs and the gateway in a ring of 2^11. */
    public static final int PAPER_RING_BITS = 11;

    public static final int PAPER_CSPS = 15;
    public static final int PAPER_PEERS = 496;

    /** Copies of a ping, as in the paper's Figure 15. */
    public static final int PAPER_ROUTES = 3;

    /** Members of one process that do all that they would each in a process of its own. */
    public static final int MOST_FULL_MEMBERS = 256;

    private static final int MAX_CSPS = 64;
    private static final int MAX_PEERS = 1_000;

    /** Checks the ranges. */
    public DeploymentOptions {
        checkSize(ringBits, csps, peers, routes);
        if (imsCore != null) {
            checkCore(imsCore);
        }
        if (!isLoopback(admin.host())) {
            throw new IllegalArgumentException(
                    "--admin must be a loopback address, not " + admin.host() + ": it authenticates nobody");
        }
    }

    /** With the simple SIP side: UDP and TCP at one address, one core. */
    public DeploymentOptions(
            Path data,
            int ringBits,
            int csps,
            int peers,
            int routes,
            HostPort sip,
            @Nullable String imsCore,
            HostPort admin,
            String overlayDomain,
            String imsDomain) {
        this(data, ringBits, csps, peers, routes, sip, imsCore, admin, overlayDomain, imsDomain, null);
    }

    /** The same with another SIP side. */
    public DeploymentOptions withGatewaySip(@Nullable SipConfig section) {
        return new DeploymentOptions(
                data, ringBits, csps, peers, routes, sip, imsCore, admin, overlayDomain, imsDomain, section);
    }

    /**
     * Whether peers publish no records and know four successors alone: in one process every link takes two open files, and a large
     * overlay would not fit the usual limit.
     */
    boolean isLean() {
        return peers + csps > MOST_FULL_MEMBERS;
    }

    /** Refuses what is out of range with an {@link IllegalArgumentException}. */
    public static void checkSize(int ringBits, int csps, int peers, int routes) {
        if (ringBits < PAPER_RING_BITS || ringBits > Ring.MAX_BITS) {
            throw new IllegalArgumentException(
                    "--ring-bits must be " + PAPER_RING_BITS + " to " + Ring.MAX_BITS + ", not " + ringBits);
        }
        if (routes < 1 || routes > PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("--routes must be 1 to " + PingTerms.MAX_ROUTES + ", not " + routes);
        }
        if (csps < 1 || csps > MAX_CSPS) {
            throw new IllegalArgumentException("--csps must be 1 to " + MAX_CSPS + ", not " + csps);
        }
        if (peers < 2 || peers > MAX_PEERS) {
            throw new IllegalArgumentException("--peers must be 2 to " + MAX_PEERS + ", not " + peers);
        }
    }

    private static void checkCore(String imsCore) {
        try {
            var _ = CoreUri.list(imsCore);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--ims-core: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }
}

package io.pigw.gateway.translate;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose address is whose.
 *
 * @param ring of the overlay
 * @param overlayDomain the overlay's name: {@code sip:586@overlayDomain} is node 586
 * @param imsDomain the home domain of the core behind the gateway
 * @param reserved IDs that are no peer's: the gateway's own, the CSPs'
 * @param ownIdentities of the gateway on the IMS side, {@code user@host}; they name no peer
 */
public record Addressing(
        Ring ring, String overlayDomain, String imsDomain, Set<NodeId> reserved, Set<String> ownIdentities) {

    /** Host names in lower case. */
    public Addressing {
        overlayDomain = overlayDomain.toLowerCase(Locale.ROOT);
        imsDomain = imsDomain.toLowerCase(Locale.ROOT);
        reserved = Set.copyOf(reserved);
        ownIdentities = Set.copyOf(ownIdentities);
        if (overlayDomain.equals(imsDomain)) {
            throw new IllegalArgumentException("the overlay and IMS need domains of their own");
        }
    }

    /** The peer that a URI names. */
    sealed interface Target {
        /** A node or a user of the overlay. */
        record Peer(Party party) implements Target {}

        /** The gateway's own identity. */
        record Gateway() implements Target {}

        /** Nobody here; the reason phrase for a 404. */
        record Nobody(String reason) implements Target {}
    }

    Target target(String uri) {
        Optional<SipAddress> parsed = SipAddress.parse(uri);
        if (parsed.isEmpty() || parsed.get().user().isEmpty()) {
            return new Target.Nobody("Not a peer's address: use sip:ID@" + overlayDomain);
        }
        SipAddress address = parsed.get();
        if (ownIdentities.contains(address.user() + "@" + address.host())) {
            return new Target.Gateway();
        }
        if (address.scheme().equals("tel")) {
            return new Target.Nobody("Number not assigned");
        }
        if (!address.host().equals(overlayDomain)) {
            return new Target.Nobody("Not a host of this gateway");
        }
        return NodeId.isDecimal(address.user()) ? node(address.user()) : user(address.user());
    }

    private Target node(String digits) {
        boolean leadingZero = digits.length() > 1 && digits.startsWith("0");
        if (leadingZero || digits.length() > NodeId.MAX_DIGITS) {
            return new Target.Nobody("Not a node ID");
        }
        NodeId id;
        try {
            id = NodeId.parse(digits);
        } catch (IllegalArgumentException _) {
            return new Target.Nobody("Not a node ID");
        }
        if (!ring.contains(id)) {
            return new Target.Nobody("Outside the ring of 2^" + ring.bits());
        }
        return reserved.contains(id) ? new Target.Nobody("Reserved node ID") : new Target.Peer(new Party.Node(id));
    }

    private Target user(String name) {
        if (name.startsWith("+") || name.indexOf('@') >= 0) {
            return new Target.Nobody("Not a user name");
        }
        try {
            return new Target.Peer(new Party.User(name, overlayDomain));
        } catch (IllegalArgumentException _) {
            return new Target.Nobody("Not a user name");
        }
    }

    /** The IMS user that a URI names, none if it names none; a telephone number is one of the home domain. */
    public Optional<Party.User> imsUser(String uri) {
        return SipAddress.parse(uri)
                .filter(address -> !address.user().isEmpty())
                .flatMap(address -> {
                    try {
                        return Optional.of(
                                new Party.User(address.user(), address.host().isEmpty() ? imsDomain : address.host()));
                    } catch (IllegalArgumentException _) {
                        return Optional.empty();
                    }
                });
    }

    /** How a peer, a user of the overlay or an IMS user is called on the IMS side. */
    public String imsUri(Party party) {
        return switch (party) {
            case Party.Node node -> SipAddress.uri(node.id().toString(), overlayDomain);
            case Party.User user -> {
                String host = user.domain().toLowerCase(Locale.ROOT);
                String uri = SipAddress.uri(user.name(), host);
                boolean number = host.equals(imsDomain) && TelNumber.isGlobal(user.name());
                yield number ? uri + ";user=phone" : uri;
            }
        };
    }

    /** The user's URI that a certificate's names give a peer (security model: the IMS-side name comes from there). */
    Party certifiedName(Party from, NodeId id, List<Party.User> certified) {
        if (from instanceof Party.User user && certified.contains(user) && isOfOverlay(user)) {
            return user;
        }
        return certified.stream()
                .filter(this::isOfOverlay)
                .findFirst()
                .<Party>map(user -> user)
                .orElse(new Party.Node(id));
    }

    boolean isOfOverlay(Party.User user) {
        return user.domain().equalsIgnoreCase(overlayDomain);
    }
}

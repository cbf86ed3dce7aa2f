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
 * @param numbers of peers
 */
public record Addressing(
        Ring ring,
        String overlayDomain,
        String imsDomain,
        Set<NodeId> reserved,
        Set<String> ownIdentities,
        Numbers numbers) {

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
        if (address.number() && (address.host().isEmpty() || address.host().equals(imsDomain))) {
            return number(address.user());
        }
        if (!address.host().equals(overlayDomain)) {
            return new Target.Nobody("Not a host of this gateway");
        }
        if (address.number()) {
            return number(address.user());
        }
        return NodeId.isDecimal(address.user()) ? node(address.user()) : user(address.user());
    }

    private Target number(String number) {
        return numbers.party(number)
                .map(party -> switch (party) {
                    case Party.Node node -> node(node.id().toString());
                    case Party.User user -> new Target.Peer(user);
                })
                .orElse(new Target.Nobody("Number not assigned"));
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

    /** A user of IMS as all of its spellings are written: the domain in lower case, a number without visual separators. */
    Party.User plain(Party.User user) {
        String name = user.name().startsWith("+") ? TelNumber.read(user.name()).orElse(user.name()) : user.name();
        return new Party.User(name, user.domain().toLowerCase(Locale.ROOT));
    }

    /** What the gateway asserts of a peer (RFC 3325 §9.1): its sip URI, and its number if it has one. */
    List<String> identities(Party certified, NodeId id) {
        Optional<String> number = numbers.number(certified).or(() -> numbers.number(new Party.Node(id)));
        return number.map(digits -> List.of(imsUri(certified), "tel:" + digits)).orElse(List.of(imsUri(certified)));
    }

    /** Whether a URI is an address of the peer itself: its node ID, one of its certified names, or a number of theirs. */
    boolean isOwn(String uri, NodeId id, List<Party.User> certified) {
        Party node = new Party.Node(id);
        return target(asSip(uri)) instanceof Target.Peer(Party party)
                && (party.equals(node) || party instanceof Party.User user && certified.contains(user));
    }

    /** Whether a URI is an address of that user of IMS. */
    boolean isOf(Party.User user, String uri) {
        return imsUser(asSip(uri)).map(this::plain).equals(Optional.of(plain(user)));
    }

    /** {@code im:} and {@code pres:} URIs are written like {@code sip:} ones (RFC 3860 Appendix A, RFC 3859 §3.2). */
    private static String asSip(String uri) {
        int colon = uri.indexOf(':');
        String scheme = uri.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        return scheme.equals("im") || scheme.equals("pres") ? "sip" + uri.substring(colon) : uri;
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

    /** Whether a name on the IMS side is a peer's: in the overlay's domain, or a number that a peer has. */
    boolean isPeers(Party.User user) {
        Party.User plain = plain(user);
        return isOfOverlay(plain)
                || plain.domain().equals(imsDomain)
                        && numbers.party(plain.name()).isPresent();
    }
}

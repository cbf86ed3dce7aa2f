package io.pigw.csp.admit;

import io.netty.util.NetUtil;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The clients that this CSP serves: those with a link to it now, and no others (RFC 6940 §3.2.1: a client is reached through the
 * node that it is connected to). Nothing of them is stored, dialled or told to the ring. On the CSP's thread.
 */
public final class AttachedClients {

    private static final int MAX_NODES_OF_A_NAME = 32;
    private static final int NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    private final int max;
    private final int maxPerAddress;
    private final Map<NodeId, Client> clients = new LinkedHashMap<>();
    private final Map<String, Integer> ofAddress = new HashMap<>();
    private final Map<Party.User, LinkedHashSet<NodeId>> byName = new HashMap<>();

    private record Client(List<Party.User> users, String address) {}

    /** Why a client is not served. */
    public enum Refusal {
        /** There are as many as may be. */
        FULL("too_many_clients"),
        /** There are as many as may be from its address. */
        ADDRESS_FULL("too_many_clients_of_address");

        private final String label;

        Refusal(String label) {
            this.label = label;
        }

        /** For a counter and for the link's end. */
        public String label() {
            return label;
        }
    }

    /**
     * None yet.
     *
     * @param max in all
     * @param maxPerAddress from one address (IPv6: one /64)
     */
    public AttachedClients(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /**
     * A client's first link is there.
     *
     * @param client the link's other end, whose certificate and role have been checked
     * @param from its transport address
     * @return why it is not served; empty if it is
     */
    public Optional<Refusal> attach(NodeCertificate client, HostPort from) {
        String address = network(from.host());
        if (clients.size() >= max) {
            return Optional.of(Refusal.FULL);
        }
        if (ofAddress.getOrDefault(address, 0) >= maxPerAddress) {
            return Optional.of(Refusal.ADDRESS_FULL);
        }
        detach(client.id());
        clients.put(client.id(), new Client(client.users(), address));
        ofAddress.merge(address, 1, Integer::sum);
        client.users()
                .forEach(user -> byName.computeIfAbsent(normalised(user), _ -> new LinkedHashSet<>())
                        .add(client.id()));
        return Optional.empty();
    }

    /**
     * Its last link is gone.
     *
     * @return whether it had been served
     */
    public boolean detach(NodeId id) {
        Client client = clients.remove(id);
        if (client == null) {
            return false;
        }
        ofAddress.computeIfPresent(client.address(), (_, count) -> count == 1 ? null : count - 1);
        client.users()
                .forEach(user -> byName.computeIfPresent(normalised(user), (_, nodes) -> {
                    nodes.remove(id);
                    return nodes.isEmpty() ? null : nodes;
                }));
        return true;
    }

    /** Whether it is served now. */
    public boolean isAttached(NodeId id) {
        return clients.containsKey(id);
    }

    /** The clients certified for a name; at most 32, the longest attached ones. */
    public List<NodeId> certifiedFor(Party.User name) {
        return byName.getOrDefault(normalised(name), new LinkedHashSet<>()).stream()
                .limit(MAX_NODES_OF_A_NAME)
                .toList();
    }

    /** How many there are. */
    public int size() {
        return clients.size();
    }

    /** Whom an address is counted with: an IPv6 host with its whole /64, for it can take any address in there. */
    private static String network(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        return bytes != null && bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : host;
    }

    private static Party.User normalised(Party.User name) {
        return new Party.User(name.name(), name.domain().toLowerCase(Locale.ROOT));
    }
}

package io.pigw.gateway.forward;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to all known CSPs: the configured ones, and those of earlier runs. Every change is stored. Confined to the
 * gateway's loop.
 */
public final class CspTable {

    private static final Logger LOG = LoggerFactory.getLogger(CspTable.class);

    private final Map<NodeId, CspState> states = new TreeMap<>();
    private final CspStore store;
    private final InstantSource clock;

    private CspTable(CspStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Reads the stored table and adds the configured CSPs, whose addresses win. None is up. Blocks; not for a loop.
     *
     * @throws IOException if the store cannot be read
     */
    public static CspTable open(CspStore store, List<NodeContact> configured, InstantSource clock) throws IOException {
        CspTable table = new CspTable(store, clock);
        Instant now = clock.instant();
        for (CspState stored : store.load()) {
            CspState down = stored.up() ? new CspState(stored.contact(), false, now) : stored;
            table.states.put(stored.contact().id(), down);
        }
        for (NodeContact contact : configured) {
            CspState known = table.states.get(contact.id());
            if (known == null || !known.contact().equals(contact)) {
                table.set(new CspState(contact, false, now));
            }
        }
        return table;
    }

    /** All CSPs, by ID. */
    public List<CspState> all() {
        return List.copyOf(states.values());
    }

    /** Those that a connection is open to, by ID. */
    public List<NodeContact> up() {
        return states.values().stream()
                .filter(CspState::up)
                .map(CspState::contact)
                .toList();
    }

    /** A connection to the CSP was opened or lost. A node that is not in the table is left alone. */
    public void onLink(NodeId csp, boolean up) {
        CspState known = states.get(csp);
        if (known == null || known.up() == up) {
            return;
        }
        LOG.atInfo().addKeyValue("csp", known.contact()).log(up ? "CSP connected" : "CSP lost");
        set(new CspState(known.contact(), up, clock.instant()));
    }

    private void set(CspState state) {
        states.put(state.contact().id(), state);
        store.save(state);
    }
}

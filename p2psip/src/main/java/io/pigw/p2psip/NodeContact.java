package io.pigw.p2psip;

/**
 * A node and where it listens; an element of {@code Via}: {@code 586 158.36.228.48:9586} (the paper, Figure 11).
 *
 * @param id the node
 * @param address where it listens
 */
public record NodeContact(NodeId id, HostPort address) {

    /** Reads {@code ID host:port}. */
    public static NodeContact parse(String text) {
        int blank = text.indexOf(' ');
        if (blank <= 0) {
            throw new IllegalArgumentException("expected ID HOST:PORT");
        }
        return new NodeContact(
                NodeId.parse(text.substring(0, blank)),
                HostPort.parse(text.substring(blank + 1).strip()));
    }

    @Override
    public String toString() {
        return id + " " + address;
    }
}

package io.pigw.p2psip;

/**
 * A transport address, {@code host:port}, with an IPv6 host in brackets. Nothing is resolved here.
 *
 * @param host an IP address or a name, 1 to 255 characters without blanks
 * @param port 0 to 65535; 0 asks for any free port where something listens
 */
public record HostPort(String host, int port) {

    private static final int MAX_HOST_LENGTH = 255;

    /** Checks both parts. */
    public HostPort {
        boolean valid = !host.isEmpty() && host.length() <= MAX_HOST_LENGTH;
        for (int i = 0; valid && i < host.length(); i++) {
            valid = isHostCharacter(host.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("host must be 1 to 255 characters of a name or an address");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    /** Reads {@code host:port} or {@code [v6]:port}. */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("expected HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (port.isEmpty() || port.length() > 5 || !NodeId.isDecimal(port)) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    private static boolean isHostCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '-'
                || c == ':'
                || c == '_'
                || c == '%';
    }
}

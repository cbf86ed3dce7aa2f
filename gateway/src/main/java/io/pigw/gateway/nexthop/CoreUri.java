package io.pigw.gateway.nexthop;

import io.netty.util.NetUtil;
import io.pigw.p2psip.HostPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An IMS core as configured.
 *
 * @param secure a {@code sips:} URI: TLS and nothing else
 * @param host an IP address without brackets, or a name
 * @param port 1 to 65535, if named
 * @param transport if named
 */
public record CoreUri(boolean secure, String host, OptionalInt port, Optional<Transport> transport) {

    /** The most cores. */
    public static final int MAX_CORES = 8;

    private static final String FORM =
            " is not [sip:|sips:]HOST[:PORT][;transport=udp|tcp|tls], an IPv6 address in brackets";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String TRANSPORT = "transport=";

    /** Checks the host and that security and transport agree. */
    public CoreUri {
        var _ = new HostPort(host, port.orElse(0));
        if (port.isPresent() && port.getAsInt() == 0) {
            throw new IllegalArgumentException("the core's port must be 1 to 65535");
        }
        if (host.indexOf(':') >= 0 && !NetUtil.isValidIpV6Address(host)) {
            throw new IllegalArgumentException(host + FORM);
        }
        if (secure && transport.filter(by -> by == Transport.UDP).isPresent()) {
            throw new IllegalArgumentException("a sips: core is reached by TLS, never by udp");
        }
        if (secure) {
            transport = Optional.of(Transport.TLS);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with the form that is expected
     */
    public static CoreUri parse(String text) {
        String rest = text.strip();
        boolean secure = rest.regionMatches(true, 0, "sips:", 0, 5);
        if (secure || rest.regionMatches(true, 0, "sip:", 0, 4)) {
            rest = rest.substring(secure ? 5 : 4);
        }
        String[] parts = rest.split(";", -1);
        Optional<Transport> transport = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            transport = transport(text, parts[i].strip(), transport);
        }
        String address = parts[0].strip();
        int colon = address.indexOf(':', address.lastIndexOf(']') + 1);
        String host = colon < 0 ? address : address.substring(0, colon);
        OptionalInt port = colon < 0 ? OptionalInt.empty() : port(text, address.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (!NetUtil.isValidIpV6Address(host)) {
                throw new IllegalArgumentException(text + FORM);
            }
        } else if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(text + FORM);
        }
        return new CoreUri(secure, host.toLowerCase(Locale.ROOT), port, transport);
    }

    /**
     * Reads one or several in order of preference, separated by commas.
     *
     * @throws IllegalArgumentException with the form that is expected
     */
    public static List<CoreUri> list(String text) {
        List<CoreUri> cores = List.of(text.split(",", -1)).stream()
                .map(CoreUri::parse)
                .distinct()
                .toList();
        if (cores.size() > MAX_CORES) {
            throw new IllegalArgumentException("at most " + MAX_CORES + " cores");
        }
        return cores;
    }

    /** The address, where the host is one and no name. */
    public Optional<InetAddress> numeric() {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)
                ? Optional.of(NetUtil.createInetAddressFromIpAddressString(host))
                : Optional.empty();
    }

    /** The transport, where it stands fast before DNS is asked: named, or UDP for an address or a port (RFC 3263 §4.1). */
    public Optional<Transport> knownTransport() {
        return transport.or(
                () -> port.isPresent() || numeric().isPresent() ? Optional.of(Transport.UDP) : Optional.empty());
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (secure ? "sips:" : "sip:")
                + shown
                + (port.isPresent() ? ":" + port.getAsInt() : "")
                + (secure
                        ? ""
                        : transport
                                .map(by -> ";" + TRANSPORT + by.name().toLowerCase(Locale.ROOT))
                                .orElse(""));
    }

    private static Optional<Transport> transport(String text, String parameter, Optional<Transport> known) {
        if (parameter.equalsIgnoreCase("lr")) {
            return known;
        }
        String value = parameter.regionMatches(true, 0, TRANSPORT, 0, TRANSPORT.length())
                ? parameter.substring(TRANSPORT.length())
                : parameter;
        Optional<Transport> read = Transport.ofParameter(value);
        if (read.isEmpty()) {
            throw new IllegalArgumentException(text + FORM);
        }
        return read;
    }

    private static OptionalInt port(String text, String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(text + FORM);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(text + FORM + "; the port is 1 to 65535");
        }
        return OptionalInt.of(port);
    }
}

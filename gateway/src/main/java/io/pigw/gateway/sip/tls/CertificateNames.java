package io.pigw.gateway.sip.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that a certificate proves in SIP (RFC 5922 §7.1): the hosts of its {@code sip} URIs without a user; its DNS names only
 * when it has none of those. The common name of the subject is not looked at, and a wildcard is a name like any other (§7.2).
 *
 * @param domains lower case, at most {@value #MAX_NAMES}
 * @param addresses the IP addresses that it names, for servers that are configured by address
 */
record CertificateNames(List<String> domains, List<InetAddress> addresses) {

    private static final int MAX_NAMES = 64;
    private static final int TYPE_DNS = 2;
    private static final int TYPE_URI = 6;
    private static final int TYPE_ADDRESS = 7;
    private static final String SCHEME = "sip:";

    CertificateNames {
        domains = List.copyOf(domains);
        addresses = List.copyOf(addresses);
    }

    /** Reads them; a certificate whose names cannot be read proves none. */
    static CertificateNames of(X509Certificate certificate) {
        List<String> hosts = new ArrayList<>();
        List<String> dns = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            String value = name.get(1) instanceof String text ? text : "";
            if (hosts.size() + dns.size() + addresses.size() < MAX_NAMES && !value.isEmpty()) {
                switch (name.getFirst() instanceof Integer type ? type : -1) {
                    case TYPE_URI -> sipHost(value).ifPresent(hosts::add);
                    case TYPE_DNS -> dns.add(canonical(value));
                    case TYPE_ADDRESS -> Optional.ofNullable(address(value)).ifPresent(addresses::add);
                    default -> {
                        // other kinds of name say nothing in SIP
                    }
                }
            }
        }
        return new CertificateNames(hosts.isEmpty() ? dns : hosts, addresses);
    }

    /** Whether it proves the name of a server: a domain, or an address literal. */
    boolean prove(String server) {
        InetAddress address = address(server);
        return address != null && addresses.contains(address) || domains.contains(canonical(server));
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static Optional<String> sipHost(String uri) {
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || uri.indexOf('@') >= 0) {
            return Optional.empty();
        }
        String rest = uri.substring(SCHEME.length());
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != ';' && rest.charAt(end) != '?') {
            end++;
        }
        String host = rest.substring(0, end);
        int colon = host.indexOf(':', host.indexOf(']') + 1);
        host = colon < 0 ? host : host.substring(0, colon);
        return host.isEmpty() ? Optional.empty() : Optional.of(canonical(host));
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static @Nullable InetAddress address(String literal) {
        String bare =
                literal.startsWith("[") && literal.endsWith("]") ? literal.substring(1, literal.length() - 1) : literal;
        return NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare)
                ? NetUtil.createInetAddressFromIpAddressString(bare)
                : null;
    }
}

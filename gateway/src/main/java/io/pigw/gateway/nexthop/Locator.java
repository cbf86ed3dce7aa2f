package io.pigw.gateway.nexthop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds a core's servers (RFC 3263 §4.1 and §4.2). Keeps nothing; blocks while DNS is asked. */
final class Locator {

    /** The most records of one answer that are followed. */
    static final int MAX_RECORDS = 16;

    /** How long the outcome is good where there is no record whose time to live says so. */
    static final Duration FOR_EVER = Duration.ofDays(365);

    private final Dns dns;
    private final List<Transport> spoken;

    /**
     * @param spoken the transports that the gateway has
     */
    Locator(Dns dns, List<Transport> spoken) {
        this.dns = dns;
        this.spoken = List.copyOf(spoken);
    }

    private record SrvName(String name, Transport transport) {}

    /** Looks for it. */
    Location locate(CoreUri core) {
        Transport usual = core.transport().orElse(Transport.UDP);
        boolean settled = core.numeric().isPresent()
                || core.port().isPresent()
                || core.transport().isPresent();
        if (settled && !spoken.contains(usual)) {
            return notSpoken(core, usual);
        }
        int port = core.port().orElse(usual.defaultPort());
        Optional<InetAddress> numeric = core.numeric();
        if (numeric.isPresent()) {
            return found(List.of(target(core, usual, List.of(numeric.get()), port)), FOR_EVER);
        }
        if (core.port().isPresent()) {
            return byAddress(core, usual, port);
        }
        if (core.transport().isPresent() && !core.secure()) {
            return byService(core, List.of(usual));
        }
        return switch (dns.naptr(core.host())) {
            case DnsAnswer.Found(List<DnsRecord.Naptr> records, Duration ttl) -> byNaptr(core, records, ttl);
            case DnsAnswer.Absent<DnsRecord.Naptr> _ ->
                byService(core, core.secure() ? List.of(Transport.TLS) : List.of(Transport.UDP, Transport.TCP));
            case DnsAnswer.Failed(String why) -> new Location.Failed(why);
        };
    }

    private Location byNaptr(CoreUri core, List<DnsRecord.Naptr> records, Duration ttl) {
        List<SrvName> names = records.stream()
                .filter(record -> record.flags().equalsIgnoreCase("s"))
                .sorted(Comparator.comparingInt(DnsRecord.Naptr::order)
                        .thenComparingInt(DnsRecord.Naptr::preference)
                        .thenComparing(DnsRecord.Naptr::service))
                .limit(MAX_RECORDS)
                .flatMap(record ->
                        offered(core, record.service())
                                .map(transport -> new SrvName(record.replacement(), transport))
                                .stream())
                .toList();
        if (names.isEmpty()) {
            return new Location.NotFound(
                    "DNS offers " + core.host() + " by NAPTR over no transport that is configured here", ttl);
        }
        return follow(core, names, ttl);
    }

    /** RFC 3263 §4.1: what of the services is spoken, and allowed for the URI. */
    private Optional<Transport> offered(CoreUri core, String service) {
        Optional<Transport> offered = switch (service.toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Optional.of(Transport.UDP);
            case "SIP+D2T" -> Optional.of(Transport.TCP);
            case "SIPS+D2T" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
        return offered.filter(
                transport -> spoken.contains(transport) && (transport == Transport.TLS || !core.secure()));
    }

    /** RFC 3263 §4.1: without NAPTR, the SRV records of each transport; §4.2: without these, the addresses. */
    private Location byService(CoreUri core, List<Transport> transports) {
        List<Transport> usable = transports.stream().filter(spoken::contains).toList();
        if (usable.isEmpty()) {
            return notSpoken(core, transports.getFirst());
        }
        List<SrvName> names = usable.stream()
                .map(transport -> new SrvName(serviceName(transport) + core.host(), transport))
                .toList();
        return switch (follow(core, names, FOR_EVER)) {
            case Location.NotFound notFound
            when !notFound.decidedly() ->
                byAddress(core, usable.getFirst(), usable.getFirst().defaultPort());
            case Location other -> other;
        };
    }

    private static String serviceName(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    private Location follow(CoreUri core, List<SrvName> names, Duration ttl) {
        Gathering gathering = new Gathering(core.host(), ttl);
        for (SrvName name : names) {
            if (gathering.isHopeless()) {
                break;
            }
            DnsAnswer<DnsRecord.Srv> answer = dns.srv(name.name());
            gathering.note(answer);
            if (answer instanceof DnsAnswer.Found(List<DnsRecord.Srv> records, Duration _)) {
                gathering.add(new Location.Service(targets(core, name.transport(), records, gathering)));
            }
        }
        return gathering.location();
    }

    private List<Location.Target> targets(
            CoreUri core, Transport transport, List<DnsRecord.Srv> records, Gathering gathering) {
        List<Location.Target> targets = new ArrayList<>();
        List<DnsRecord.Srv> ordered = records.stream()
                .sorted(Comparator.comparingInt(DnsRecord.Srv::priority)
                        .thenComparingInt(DnsRecord.Srv::weight)
                        .thenComparing(DnsRecord.Srv::target)
                        .thenComparingInt(DnsRecord.Srv::port))
                .limit(MAX_RECORDS)
                .toList();
        for (DnsRecord.Srv record : ordered) {
            if (gathering.isHopeless()) {
                break;
            }
            if (record.target().equals(".")) {
                gathering.refused();
                continue;
            }
            DnsAnswer<InetAddress> answer =
                    record.port() == 0 ? new DnsAnswer.Absent<>(FOR_EVER) : dns.addresses(record.target());
            gathering.note(answer);
            if (answer instanceof DnsAnswer.Found(List<InetAddress> addresses, Duration _)) {
                Location.Target at = target(core, transport, addresses, record.port());
                targets.add(new Location.Target(record.priority(), record.weight(), at.hops()));
            }
        }
        return targets;
    }

    private Location byAddress(CoreUri core, Transport transport, int port) {
        return switch (dns.addresses(core.host())) {
            case DnsAnswer.Found(List<InetAddress> addresses, Duration ttl) ->
                found(List.of(target(core, transport, addresses, port)), ttl);
            case DnsAnswer.Absent(Duration ttl) ->
                new Location.NotFound("the name " + core.host() + " is not in DNS", ttl);
            case DnsAnswer.Failed(String why) -> new Location.Failed(why);
        };
    }

    private static Location.Target target(CoreUri core, Transport transport, List<InetAddress> addresses, int port) {
        List<Hop> hops = addresses.stream()
                .limit(MAX_RECORDS)
                .map(address -> new Hop(new InetSocketAddress(address, port), transport, core.host()))
                .toList();
        return new Location.Target(0, 0, hops);
    }

    private static Location found(List<Location.Target> targets, Duration ttl) {
        return new Location.Found(List.of(new Location.Service(targets)), ttl);
    }

    private static Location notSpoken(CoreUri core, Transport transport) {
        return new Location.NotFound(
                core + " is to be reached over " + transport + ", which is not configured here", FOR_EVER);
    }
}

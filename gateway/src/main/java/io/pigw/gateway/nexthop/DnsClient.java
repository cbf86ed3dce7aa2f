package io.pigw.gateway.nexthop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/** Asks recursive DNS servers, by UDP and where an answer is too large by TCP. Addresses may stand in the hosts file, too. Blocks. */
final class DnsClient implements Dns {

    private static final Duration HOSTS_FILE_TTL = Duration.ofSeconds(60);
    private static final int MAX_SEARCHED = 4;

    private final List<InetSocketAddress> servers;
    private final Families families;
    private final HostsFileParser hosts = new HostsFileParser();

    /**
     * @param servers to ask in turn; empty: those of the system, read anew each time
     */
    DnsClient(List<InetSocketAddress> servers, Families families) {
        this.servers = List.copyOf(servers);
        this.families = families;
    }

    @Override
    public DnsAnswer<DnsRecord.Naptr> naptr(String domain) {
        return ask(
                domain,
                Type.NAPTR,
                NAPTRRecord.class,
                record -> new DnsRecord.Naptr(
                        record.getOrder(),
                        record.getPreference(),
                        record.getFlags(),
                        record.getService(),
                        text(record.getReplacement())));
    }

    @Override
    public DnsAnswer<DnsRecord.Srv> srv(String name) {
        return ask(
                name,
                Type.SRV,
                SRVRecord.class,
                record -> new DnsRecord.Srv(
                        record.getPriority(), record.getWeight(), record.getPort(), text(record.getTarget())));
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String host) {
        try {
            Name absolute = Name.fromString(host, Name.root);
            List<InetAddress> listed = inHostsFile(absolute);
            if (!listed.isEmpty()) {
                return new DnsAnswer.Found<>(listed, HOSTS_FILE_TTL);
            }
            List<Name> searched = servers.isEmpty() ? system().searchPath() : List.of();
            return first(candidates(host, searched), this::addresses);
        } catch (TextParseException e) {
            return new DnsAnswer.Failed<>(host + " is no name that DNS could know");
        }
    }

    /** A name without a dot is looked for in the search domains first and then as it is, as libc does; others as they are. */
    static List<Name> candidates(String host, List<Name> searched) throws TextParseException {
        Name name = Name.fromString(host);
        List<Name> names = new ArrayList<>();
        if (!name.isAbsolute() && name.labels() == 1) {
            for (Name suffix : searched.subList(0, Math.min(MAX_SEARCHED, searched.size()))) {
                names.add(Name.fromString(host, suffix));
            }
        }
        names.add(Name.fromString(host, Name.root));
        return names;
    }

    /** The first that is there. Where none is, one that could not be asked counts more than those that are not there. */
    static <T> DnsAnswer<T> first(List<Name> names, Function<Name, DnsAnswer<T>> ask) {
        DnsAnswer<T> none = new DnsAnswer.Absent<>(HOSTS_FILE_TTL);
        for (Name name : names) {
            DnsAnswer<T> answer = ask.apply(name);
            if (answer instanceof DnsAnswer.Found) {
                return answer;
            }
            none = none instanceof DnsAnswer.Failed ? none : answer;
        }
        return none;
    }

    private DnsAnswer<InetAddress> addresses(Name name) {
        List<InetAddress> listed = inHostsFile(name);
        if (!listed.isEmpty()) {
            return new DnsAnswer.Found<>(listed, HOSTS_FILE_TTL);
        }
        DnsAnswer<InetAddress> v6 = families.v6()
                ? query().ask(name, Type.AAAA, AAAARecord.class, AAAARecord::getAddress)
                : new DnsAnswer.Absent<>(Locator.FOR_EVER);
        DnsAnswer<InetAddress> v4 = families.v4()
                ? query().ask(name, Type.A, ARecord.class, ARecord::getAddress)
                : new DnsAnswer.Absent<>(Locator.FOR_EVER);
        return both(v6, v4);
    }

    private List<InetAddress> inHostsFile(Name name) {
        List<InetAddress> found = new ArrayList<>();
        try {
            if (families.v6()) {
                hosts.getAddressForHost(name, Type.AAAA).ifPresent(found::add);
            }
            if (families.v4()) {
                hosts.getAddressForHost(name, Type.A).ifPresent(found::add);
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static DnsAnswer<InetAddress> both(DnsAnswer<InetAddress> v6, DnsAnswer<InetAddress> v4) {
        List<InetAddress> all = Stream.of(v6, v4).flatMap(DnsClient::sorted).toList();
        Duration ttl = shorter(ttl(v6), ttl(v4));
        if (!all.isEmpty()) {
            return new DnsAnswer.Found<>(all, ttl);
        }
        if (v6 instanceof DnsAnswer.Failed) {
            return v6;
        }
        return v4 instanceof DnsAnswer.Failed ? v4 : new DnsAnswer.Absent<>(ttl);
    }

    /** Servers turn their answers; an order of our own lets lots alone decide. */
    private static Stream<InetAddress> sorted(DnsAnswer<InetAddress> answer) {
        return answer instanceof DnsAnswer.Found(List<InetAddress> records, Duration _)
                ? records.stream().sorted(Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned))
                : Stream.empty();
    }

    private static Duration ttl(DnsAnswer<?> answer) {
        return switch (answer) {
            case DnsAnswer.Found(List<?> _, Duration good) -> good;
            case DnsAnswer.Absent(Duration good) -> good;
            case DnsAnswer.Failed(String _) -> Gathering.INCOMPLETE;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private <R extends Record, T> DnsAnswer<T> ask(String name, int type, Class<R> kind, Function<R, T> read) {
        try {
            return query().ask(Name.fromString(name, Name.root), type, kind, read);
        } catch (TextParseException e) {
            return new DnsAnswer.Failed<>(name + " is no name that DNS could know");
        }
    }

    private DnsQuery query() {
        return new DnsQuery(servers.isEmpty() ? system().servers() : servers);
    }

    private static ResolverConfig system() {
        ResolverConfig.refresh();
        return ResolverConfig.getCurrentConfig();
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(java.util.Locale.ROOT);
    }
}

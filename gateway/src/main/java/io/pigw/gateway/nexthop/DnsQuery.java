package io.pigw.gateway.nexthop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * One question to recursive servers, one after the other until one knows. Blocks.
 *
 * @param servers in turn
 */
record DnsQuery(List<InetSocketAddress> servers) {

    private static final int MAX_SERVERS = 4;
    private static final int ROUNDS = 2;
    private static final int MAX_ALIASES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration ABSENT_WITHOUT_SOA = Duration.ofSeconds(30);

    <R extends Record, T> DnsAnswer<T> ask(Name name, int type, Class<R> kind, Function<R, T> read) {
        Name wanted = name;
        Duration ttl = Locator.FOR_EVER;
        for (int alias = 0; alias <= MAX_ALIASES; alias++) {
            Message reply;
            try {
                reply = reply(Record.newRecord(wanted, type, DClass.IN));
            } catch (IOException e) {
                return new DnsAnswer.Failed<>("DNS does not answer for " + name + ": " + e.getMessage());
            }
            Name asked = wanted;
            for (Record record : reply.getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord link && link.getName().equals(wanted)) {
                    wanted = link.getTarget();
                    ttl = shorter(ttl, seconds(link.getTTL()));
                }
            }
            List<T> found = new ArrayList<>();
            for (Record record : reply.getSection(Section.ANSWER)) {
                if (kind.isInstance(record) && record.getName().equals(wanted)) {
                    found.add(read.apply(kind.cast(record)));
                    ttl = shorter(ttl, seconds(record.getTTL()));
                }
            }
            if (!found.isEmpty()) {
                return new DnsAnswer.Found<>(found, ttl);
            }
            if (wanted.equals(asked) || reply.getRcode() == Rcode.NXDOMAIN) {
                return new DnsAnswer.Absent<>(shorter(ttl, absent(reply)));
            }
        }
        return new DnsAnswer.Failed<>("too many aliases lead on from " + name);
    }

    private Message reply(Record question) throws IOException {
        IOException last = new IOException("no DNS server is configured");
        for (int round = 0; round < ROUNDS; round++) {
            for (InetSocketAddress server : servers.subList(0, Math.min(MAX_SERVERS, servers.size()))) {
                try {
                    SimpleResolver resolver = new SimpleResolver(server);
                    resolver.setTimeout(PATIENCE);
                    Message reply = resolver.send(Message.newQuery(question));
                    if (reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN) {
                        return reply;
                    }
                    last = new IOException(server + " says " + Rcode.string(reply.getRcode()));
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    /** RFC 2308 §5. */
    private static Duration absent(Message reply) {
        for (Record record : reply.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord authority) {
                return seconds(Math.min(authority.getTTL(), authority.getMinimum()));
            }
        }
        return ABSENT_WITHOUT_SOA;
    }

    private static Duration seconds(long ttl) {
        return Duration.ofSeconds(ttl);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

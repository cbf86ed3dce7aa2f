package io.pigw.gateway.nexthop;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A zone in memory. Names without records are absent. */
final class FakeDns implements Dns {

    static final Duration TTL = Duration.ofMinutes(5);
    static final Duration NEGATIVE_TTL = Duration.ofSeconds(20);

    final List<String> asked = new ArrayList<>();
    private final Map<String, List<DnsRecord.Naptr>> naptr = new HashMap<>();
    private final Map<String, List<DnsRecord.Srv>> srv = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    boolean down;

    FakeDns naptr(String domain, int order, int preference, String service, String replacement) {
        naptr.computeIfAbsent(domain, _ -> new ArrayList<>())
                .add(new DnsRecord.Naptr(order, preference, "s", service, replacement));
        return this;
    }

    FakeDns srv(String name, int priority, int weight, int port, String target) {
        srv.computeIfAbsent(name, _ -> new ArrayList<>()).add(new DnsRecord.Srv(priority, weight, port, target));
        return this;
    }

    FakeDns address(String host, String... numbers) throws Exception {
        for (String number : numbers) {
            addresses.computeIfAbsent(host, _ -> new ArrayList<>()).add(InetAddress.getByName(number));
        }
        return this;
    }

    /** The question, as in {@link #asked}, to which no answer comes. */
    FakeDns silent(String question) {
        silent.add(question);
        return this;
    }

    @Override
    public DnsAnswer<DnsRecord.Naptr> naptr(String domain) {
        return answer("NAPTR " + domain, naptr.get(domain));
    }

    @Override
    public DnsAnswer<DnsRecord.Srv> srv(String name) {
        return answer("SRV " + name, srv.get(name));
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String host) {
        return answer("A " + host, addresses.get(host));
    }

    private <T> DnsAnswer<T> answer(String question, @Nullable List<T> records) {
        asked.add(question);
        if (down || silent.contains(question)) {
            return new DnsAnswer.Failed<>("DNS is down");
        }
        return records == null ? new DnsAnswer.Absent<>(NEGATIVE_TTL) : new DnsAnswer.Found<>(records, TTL);
    }
}

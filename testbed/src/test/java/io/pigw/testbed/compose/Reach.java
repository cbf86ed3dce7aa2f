package io.pigw.testbed.compose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a service's container reaches. */
record Reach(Stack stack, String from) {

    /** Seconds after which a connection that is not answered counts as none. */
    private static final int PATIENCE = 2;

    /** Which of the addresses, {@code HOST PORT}, take a TCP connection; all are tried at once. */
    List<String> tcp(List<String> addresses) {
        List<String> tries = new ArrayList<>();
        for (String address : addresses) {
            String path = address.replace(' ', '/');
            tries.add("(timeout " + PATIENCE + " bash -c '</dev/tcp/" + path + "' 2>/dev/null && echo '" + address
                    + "') &");
        }
        return stack.bash(from, String.join("\n", tries) + "\nwait")
                .lines()
                .sorted()
                .toList();
    }

    /** Which of the addresses, {@code HOST PORT}, answer a SIP request over UDP. */
    List<String> sip(List<String> addresses) {
        List<String> tries = new ArrayList<>();
        for (String address : addresses) {
            String path = address.replace(' ', '/');
            tries.add("(timeout " + PATIENCE + " bash -c '" + ask(path) + "' 2>/dev/null && echo '" + address + "') &");
        }
        return stack.bash(from, String.join("\n", tries) + "\nwait")
                .lines()
                .sorted()
                .toList();
    }

    /** By dd and head, for bash would send a datagram a line and read one byte of each. */
    private static String ask(String path) {
        String request =
                "OPTIONS sip:reach@localhost SIP/2.0\\r\\nVia: SIP/2.0/UDP localhost:9;rport;branch=z9hG4bK$$\\r\\n"
                        + "Max-Forwards: 70\\r\\nFrom: <sip:reach@localhost>;tag=1\\r\\nTo: <sip:reach@localhost>\\r\\n"
                        + "Call-ID: $$@reach\\r\\nCSeq: 1 OPTIONS\\r\\nContent-Length: 0\\r\\n\\r\\n";
        return "exec 3<>/dev/udp/" + path + " && printf \"" + request
                + "\" | dd bs=4096 iflag=fullblock >&3 && head -c 7 <&3 | grep -q SIP/2.0";
    }

    /** Whether the name resolves. */
    boolean knows(String name) {
        return stack.bash(from, "getent hosts " + name + " || true").contains(".");
    }

    /** The names of a service on all networks: its own, its aliases, its container's. */
    static Set<String> names(JsonNode container) {
        Set<String> names = new TreeSet<>();
        names.add(container.path("Name").asText().substring(1));
        names.add(container.at("/Config/Hostname").asText());
        for (JsonNode network : container.at("/NetworkSettings/Networks")) {
            network.path("Aliases").forEach(alias -> names.add(alias.asText()));
        }
        return names;
    }

    /** The addresses of a service on all networks. */
    static Set<String> addresses(JsonNode container) {
        Set<String> addresses = new TreeSet<>();
        for (JsonNode network : container.at("/NetworkSettings/Networks")) {
            addresses.add(network.path("IPAddress").asText());
            addresses.add(network.path("GlobalIPv6Address").asText());
        }
        addresses.remove("");
        return addresses;
    }

    /** The ports of a service, its image's and those that are published, as numbers inside and outside. */
    static Set<String> ports(JsonNode container) {
        Set<String> ports = new TreeSet<>();
        container.at("/Config/ExposedPorts").fieldNames().forEachRemaining(port -> ports.add(number(port)));
        container.at("/NetworkSettings/Ports").properties().forEach(port -> {
            ports.add(number(port.getKey()));
            port.getValue()
                    .forEach(published -> ports.add(published.path("HostPort").asText()));
        });
        return ports;
    }

    private static String number(String port) {
        return port.substring(0, port.indexOf('/'));
    }
}

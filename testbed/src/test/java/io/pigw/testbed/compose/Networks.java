package io.pigw.testbed.compose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The networks of Docker on this machine. */
final class Networks {

    private static final int FIRST = 101;
    private static final int LAST = 199;

    private Networks() {}

    /** A number so that no network of Docker is of 10.NUMBER.0.0/16. */
    static int free() {
        Set<String> taken = subnets();
        return IntStream.rangeClosed(FIRST, LAST)
                .filter(number -> taken.stream().noneMatch(subnet -> subnet.startsWith("10." + number + ".")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no network is free: docker network prune"));
    }

    /** The addresses of this machine's own bridges: Docker gives them the first of each network. */
    static Set<String> bridges() {
        Set<String> addresses = new TreeSet<>();
        for (String subnet : subnets()) {
            addresses.add(subnet.replaceFirst("[.]0/.*", ".1"));
        }
        return addresses;
    }

    private static Set<String> subnets() {
        Set<String> subnets = new TreeSet<>();
        for (JsonNode network : all()) {
            network.at("/IPAM/Config")
                    .forEach(range -> subnets.add(range.path("Subnet").asText()));
        }
        subnets.removeIf(subnet -> subnet.contains(":"));
        return subnets;
    }

    private static JsonNode all() {
        List<String> command = new ArrayList<>(List.of("network", "inspect"));
        Docker.run("network", "ls", "--quiet").lines().forEach(command::add);
        return Stack.json(Docker.run(command.toArray(String[]::new)));
    }
}

package io.pigw.testbed.compose;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The product's images, as {@code ./pigw images} made them, and containers of them beside the stack. */
final class Images {

    private static final String STRANGER = "12345:12345";

    /** The repository's. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Found once: it takes a container of each image. */
    private static final class OutOfDate {
        static final Optional<String> WHAT = names().stream()
                .map(new MadeOf(ROOT)::differs)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Images() {}

    /** An image of the compose file that is not here, or is of other jars than those here; empty when all are right. */
    static Optional<String> missing() {
        return asDelivered()
                .compose("--profile", "*", "config", "--images")
                .lines()
                .distinct()
                .filter(image -> Docker.call("image", "inspect", image).code() != 0)
                .findFirst()
                .map(image -> "the image " + image + " is not here: ./pigw images --stand-in")
                .or(() -> OutOfDate.WHAT);
    }

    /** The product's own images. */
    static List<String> names() {
        return asDelivered()
                .compose("--profile", "demo", "config", "--images")
                .lines()
                .distinct()
                .sorted()
                .toList();
    }

    /** A project as an operator has it. */
    static Stack asDelivered() {
        return new Stack(Stack.PREFIX + "delivered", BaseImages.find().orElseGet(Map::of));
    }

    /**
     * A project of its own beside all others: with the images on this machine, networks that no other has, and its ports published at an
     * address of loopback that no other uses.
     */
    static Stack project(String name) {
        Map<String, String> variables = new HashMap<>(BaseImages.find().orElseGet(Map::of));
        int free = Networks.free();
        variables.put("PIGW_NET", "10." + free);
        variables.put("PIGW_SIP_ADVERTISED_HOST", "10." + free + ".2.20");
        variables.put("PIGW_SIP_CORE", "10." + free + ".2.10:5070");
        variables.put("PIGW_SIP_TRUSTED", "[10." + free + ".2.10]");
        variables.put("PIGW_PEERS_BIND", "127.10." + free + ".1");
        variables.put("PIGW_SIP_BIND", "127.10." + free + ".1");
        // Any that is free, another at each start.
        variables.put("PIGW_CORE_PORT", "0");
        variables.put("PIGW_PROMETHEUS_PORT", "0");
        return new Stack(Stack.PREFIX + name, Map.copyOf(variables));
    }

    /** Ends a process of this machine at once, from a container that sees it. */
    static void kill(int pid) {
        Docker.run("run", "--rm", "--pid", "host", "--network", "none", image(), "bash", "-c", "kill -9 " + pid);
    }

    /** What of a volume a user of the machine can read who owns nothing there, by paths within it. */
    static List<String> readableByStrangers(String volume) {
        return Docker.run(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--user",
                        STRANGER,
                        "--volume",
                        volume + ":/v:ro",
                        image(),
                        "bash",
                        "-c",
                        "find /v -type f -readable -printf '%P\\n' 2>/dev/null || true")
                .lines()
                .toList();
    }

    private static String image() {
        return BaseImages.find().orElseGet(Map::of).getOrDefault("PIGW_DEBIAN_IMAGE", "debian:bookworm-slim");
    }
}

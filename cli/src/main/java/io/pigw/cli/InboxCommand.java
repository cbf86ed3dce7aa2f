package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "inbox", mixinStandardHelpOptions = true, description = "Shows what a running peer has received.")
final class InboxCommand implements Callable<Integer> {

    private static final int WAIT_SECONDS = 30;

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(names = "--peer", required = true, paramLabel = "ID", description = "node ID of the peer")
    @Nullable
    NodeId peer;

    @Option(names = "--follow", description = "go on until Ctrl-C, one message a line")
    boolean follow;

    @Option(names = "--json", description = "print JSON: an array, or with --follow one object a line")
    boolean json;

    @Override
    public Integer call() {
        try (AdminClient admin = service.connect()) {
            JsonNode messages = admin.get("/peers/" + peer + "/inbox");
            if (json && !follow) {
                System.out.println(messages);
                return 0;
            }
            long last = print(messages, 0);
            while (follow) {
                last = print(
                        admin.get("/peers/" + peer + "/inbox?after=" + last + "&waitSeconds=" + WAIT_SECONDS), last);
            }
            return 0;
        }
    }

    private long print(JsonNode messages, long last) {
        long newest = last;
        for (JsonNode message : messages) {
            newest = Math.max(newest, message.path("number").asLong());
            System.out.println(json ? message.toString() : human(message));
        }
        System.out.flush();
        return newest;
    }

    private static String human(JsonNode message) {
        return message.get("receivedAt").asText() + "  " + message.get("from").asText() + "  "
                + (message.path("encrypted").asBoolean() ? "[encrypted]  " : "")
                + Terminal.printable(message.get("body").asText());
    }
}

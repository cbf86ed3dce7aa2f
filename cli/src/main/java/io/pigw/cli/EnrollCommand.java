package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "enroll",
        mixinStandardHelpOptions = true,
        description = "Gets a certificate from the enrollment server, or a token to get one with.",
        subcommands = EnrollCommand.TokenCommand.class)
final class EnrollCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Makes a one-time token for a user's next peer. For operators.")
    static final class TokenCommand implements Callable<Integer> {

        @Mixin
        AdminOptions service = new AdminOptions();

        @Option(
                names = "--user",
                required = true,
                paramLabel = "NAME",
                description = "user name, e.g. bob@p2p.example.net")
        String user = "";

        @Option(names = "--json", description = "print one JSON object")
        boolean json;

        @Override
        public Integer call() {
            try (AdminClient admin = service.connect()) {
                JsonNode result =
                        admin.post("/tokens", Map.of("account", user, "users", List.of(user), "role", "PEER"));
                System.out.println(
                        json ? result.toString() : result.get("token").asText());
                return 0;
            }
        }
    }
}

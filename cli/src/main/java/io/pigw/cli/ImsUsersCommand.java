package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ims-users",
        mixinStandardHelpOptions = true,
        description = "Shows which IMS users the core has registered with a running gateway.")
final class ImsUsersCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(
            names = "--user",
            paramLabel = "NAME@DOMAIN",
            description = "this one alone; the exit code is 1 if he is not")
    @Nullable
    String user;

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        try (AdminClient admin = service.connect()) {
            if (user != null) {
                JsonNode users = admin.get("/ims-users?user=" + escaped(user)).path("users");
                users.forEach(this::print);
                if (users.isEmpty()) {
                    System.err.println("pigw: " + user + " is not registered");
                }
                return users.isEmpty() ? 1 : 0;
            }
            JsonNode page = admin.get("/ims-users?max=" + PAGE);
            page.path("users").forEach(this::print);
            if (page.path("users").isEmpty()) {
                System.err.println("pigw: no IMS user is registered");
            }
            while (page.path("next").isTextual()) {
                page = admin.get("/ims-users?max=" + PAGE + "&after="
                        + escaped(page.path("next").asText()));
                page.path("users").forEach(this::print);
            }
            return 0;
        }
    }

    private void print(JsonNode shown) {
        System.out.println(
                json
                        ? shown.toString()
                        : shown.path("user").asText() + "  until "
                                + shown.path("until").asText() + "  by "
                                + shown.path("servedBy").asText());
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package io.pigw.cli;

import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "grant",
        mixinStandardHelpOptions = true,
        description = {
            "Says who else may read, modify and delete a user's data.",
            "The list takes the place of the one before: who is not in it has no right any more."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw grant --peer 586 --to carol@p2p.example.net=read,modify",
            "  ./pigw grant --peer 586                      (nobody any more)"
        })
final class GrantCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Option(names = "--peer", required = true, paramLabel = "ID", description = "node ID of the owner's peer")
    @Nullable
    NodeId peer;

    @Option(
            names = "--of",
            paramLabel = "USER",
            description = "whose data, a name of the peer (default: its first name)")
    @Nullable
    String of;

    @Option(
            names = "--to",
            paramLabel = "USER=RIGHTS",
            description = "a user and read, modify, delete, separated by commas; at most 64 users")
    Map<String, String> to = new LinkedHashMap<>();

    @Option(
            names = "--generation",
            paramLabel = "G",
            description = "of the list (default: found out; a client cannot, and has to give a greater one each time)")
    @Nullable
    Long generation;

    @Option(names = "--json", description = "print one JSON object: generation, results, takenOver")
    boolean json;

    @Override
    public Integer call() {
        Map<String, Object> body = new LinkedHashMap<>();
        if (of != null) {
            body.put("of", of);
        }
        List<Object> grants = new ArrayList<>();
        to.forEach((user, rights) -> grants.add(Map.of("user", user, "rights", List.of(rights.split(",")))));
        body.put("grants", grants);
        if (generation != null) {
            body.put("generation", generation);
        }
        try (AdminClient admin = service.connect()) {
            return RecordCommands.print(
                    admin.post("/peers/" + peer + "/grants", body),
                    json,
                    to.isEmpty() ? "nobody but the owner has a right now" : "granted");
        }
    }
}

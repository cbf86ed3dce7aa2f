package io.pigw.cli;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.RecordContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Stores a value in the ring, signed by a running peer.",
            "The nodes that hold it can read it: what has to stay secret is to be encrypted before."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw store --peer 586 'Back on Monday'",
            "  ./pigw store --peer 586 --kind node-data --number 2 --file status.json"
        })
final class StoreCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Mixin
    RecordOptions record = new RecordOptions();

    @Option(names = "--file", paramLabel = "FILE", description = "the value, instead of TEXT")
    @Nullable
    Path file;

    @Option(names = "--json", description = "print one JSON object: generation, results")
    boolean json;

    @Parameters(paramLabel = "TEXT", arity = "0..1", description = "the value")
    @Nullable
    String text;

    @Override
    public Integer call() {
        if ((text == null) == (file == null)) {
            throw new UserError("give the value either as TEXT or by --file FILE");
        }
        Map<String, Object> body = record.body();
        if (file != null) {
            body.put("value", Base64.getEncoder().encodeToString(read(file)));
            body.put("encoding", "base64");
        } else if (text != null) {
            body.put("value", text);
        }
        try (AdminClient admin = service.connect()) {
            return RecordCommands.print(admin.post(record.path(), body), json, "stored");
        }
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > RecordContent.MAX_VALUE_BYTES) {
                throw new UserError(
                        file + " is over " + RecordContent.MAX_VALUE_BYTES + " bytes, the most of any value");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserError(Failures.describe(e), e);
        }
    }

    /** Which record, of whose. */
    static final class RecordOptions {

        @Option(names = "--peer", required = true, paramLabel = "ID", description = "node ID of the peer that signs")
        @Nullable
        NodeId peer;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                defaultValue = "data",
                description = "data (of a user), or node-data (of the peer); default: ${DEFAULT-VALUE}")
        String kind = "data";

        @Option(
                names = "--of",
                paramLabel = "USER",
                description = "whose data, e.g. bob@p2p.example.net (default: the peer's first name)")
        @Nullable
        String of;

        @Option(names = "--as", paramLabel = "USER", description = "under which of its names the peer signs")
        @Nullable
        String as;

        @Option(names = "--number", paramLabel = "N", description = "which node-data of the peer, 1 to 16 (default: 1)")
        @Nullable
        Integer number;

        @Option(
                names = "--generation",
                paramLabel = "G",
                description = "nothing below it counts (default: found out; a client cannot, and takes 0)")
        @Nullable
        Long generation;

        String path() {
            return "/peers/" + peer + "/records";
        }

        Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("kind", kind);
            put(body, "of", of);
            put(body, "as", as);
            put(body, "number", number);
            put(body, "generation", generation);
            return body;
        }

        private static void put(Map<String, Object> body, String key, @Nullable Object value) {
            if (value != null) {
                body.put(key, value);
            }
        }
    }
}

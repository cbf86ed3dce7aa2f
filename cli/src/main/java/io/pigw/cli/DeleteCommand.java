package io.pigw.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Deletes a value of the ring: stores that there is none any more, signed by a running peer.",
        footer = {"", "Example: ./pigw delete --peer 586 --kind node-data --number 2"})
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Mixin
    StoreCommand.RecordOptions record = new StoreCommand.RecordOptions();

    @Option(names = "--json", description = "print one JSON object: generation, results")
    boolean json;

    @Override
    public Integer call() {
        Map<String, Object> body = record.body();
        body.put("delete", true);
        try (AdminClient admin = service.connect()) {
            return RecordCommands.print(admin.post(record.path(), body), json, "deleted");
        }
    }
}

package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Makes a backup while the server works, in the folder 'backup.directory' of its configuration.",
        footer = {
            "",
            "Example:",
            "  ./pigw enroll backup --admin https://127.0.0.1:9443 --identity olivia",
            "",
            "'pigw enroll list backups' shows those that are there, 'pigw enroll restore' puts one back."
        })
public final class BackupCommand implements Callable<Integer> {

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(names = "--json", description = "print one JSON object: name, folder, taken, bytes, keys, sha256")
    boolean json;

    @Override
    public Integer call() {
        try (OperatorClient client = server.connect()) {
            JsonNode backup = client.post("/backup", Map.of());
            if (json) {
                System.out.println(backup);
            } else {
                System.out.println(Shown.text(backup, "folder") + ", " + Shown.text(backup, "bytes") + " bytes"
                        + (backup.path("keys").asBoolean() ? ", with encrypted keys" : ", without keys"));
                System.out.println("sha256 " + Shown.text(backup, "sha256"));
            }
            return 0;
        }
    }
}

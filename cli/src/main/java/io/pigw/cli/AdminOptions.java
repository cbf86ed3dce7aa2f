package io.pigw.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the running service is. */
final class AdminOptions {

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "${env:PIGW_ADMIN_URL}",
            description = {
                "admin port of the running service, e.g. http://127.0.0.1:9080",
                "(default: the variable PIGW_ADMIN_URL)"
            })
    @Nullable
    URI admin;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "pigw-data",
            description = "data folder of a running standalone, which holds admin.json (default: ${DEFAULT-VALUE})")
    Path data = Path.of("pigw-data");

    AdminClient connect() {
        return AdminClient.locate(admin, data);
    }
}

package io.pigw.cli.enroll;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.cli.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pigw enroll crl}. */
@Command(
        name = "crl",
        mixinStandardHelpOptions = true,
        description = "Shows the certificate revocation lists that are published. Times are UTC.",
        footer = {"", "Examples:", "  ./pigw enroll crl", "  ./pigw enroll crl --sign"})
public final class CrlCommand implements Callable<Integer> {

    @Mixin
    OperatorOptions server = new OperatorOptions();

    @Option(names = "--sign", description = "make new ones now; they are made hourly and at each revocation anyway")
    boolean sign;

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        try (OperatorClient client = server.connect()) {
            JsonNode crls = (sign ? client.post("/crl", Map.of()) : client.get("/crl")).path("crls");
            if (json) {
                crls.forEach(crl -> System.out.println(crl));
                return 0;
            }
            Table table = new Table("NUMBER", "ISSUED", "NEXT", "ENTRIES", "BYTES", "URL");
            crls.forEach(crl -> table.add(
                    Shown.text(crl, "number"),
                    Shown.time(crl, "issued"),
                    Shown.time(crl, "next"),
                    Shown.text(crl, "entries"),
                    Shown.text(crl, "bytes"),
                    Shown.text(crl, "url")));
            System.out.print(table);
            return 0;
        }
    }
}

package io.pigw.cli;

import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.config.ConfigurationException;
import io.pigw.runtime.config.ConfigurationKey;
import io.pigw.runtime.config.ConfigurationReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pigw config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Shows the keys of a service's configuration, or checks a file without starting the service.",
        footer = {
            "",
            "Exit codes with --check: 0 the service can read it, 2 it cannot.",
            "",
            "Examples:",
            "  ./pigw config gateway",
            "  ./pigw config gateway --check gateway.yaml",
        })
final class ConfigCommand implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "enrollment, sos, csp, gateway or peer (clients too)")
    ServiceKind service = ServiceKind.GATEWAY;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "read the file and the environment's variables as the service does")
    @Nullable
    Path file;

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        Path checked = file;
        return checked == null ? show() : check(checked);
    }

    private int show() {
        Table table = new Table("KEY", "VARIABLE", "TYPE", "DEFAULT");
        for (ConfigurationKey key : ConfigurationReference.of(service.configuration())) {
            if (json) {
                print(Json.line(object(key)));
            } else {
                table.add(key.path(), text(key.variable()), type(key), byDefault(key));
            }
        }
        if (!json) {
            print(table.toString().stripTrailing());
        }
        return ExitCode.OK;
    }

    private int check(Path checked) {
        try {
            List<String> warnings = Configuration.check(checked, service.configuration(), System.getenv());
            if (json) {
                print(Json.line(Map.of("file", checked.toString(), "valid", true, "warnings", warnings)));
            } else {
                warnings.forEach(warning -> warn("pigw: " + warning));
                print(checked + ": can be read by the service " + service);
            }
            return ExitCode.OK;
        } catch (ConfigurationException wrong) {
            if (!json) {
                throw wrong;
            }
            print(Json.line(
                    Map.of("file", checked.toString(), "valid", false, "error", String.valueOf(wrong.getMessage()))));
            return ExitCode.USAGE;
        }
    }

    private static Map<String, Object> object(ConfigurationKey key) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", key.path());
        put(object, "variable", key.variable());
        object.put("type", key.kind().word());
        if (!key.choices().isEmpty()) {
            object.put("choices", key.choices());
        }
        put(object, "default", key.byDefault());
        object.put("required", key.required());
        return object;
    }

    private static void put(Map<String, Object> object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static String type(ConfigurationKey key) {
        return key.choices().isEmpty() ? key.kind().word() : String.join(", ", key.choices());
    }

    private static String byDefault(ConfigurationKey key) {
        return key.required() ? "required" : text(key.byDefault());
    }

    private static String text(@Nullable String value) {
        return value == null ? "-" : value;
    }

    private void print(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
    }

    private void warn(String line) {
        Objects.requireNonNull(spec).commandLine().getErr().println(line);
    }
}

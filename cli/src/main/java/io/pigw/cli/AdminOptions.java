package io.pigw.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the running service is: what is typed wins over the environment. */
final class AdminOptions {

    private static final String VARIABLE = "PIGW_ADMIN_URL";
    private static final String DEFAULT_DATA = "pigw-data";

    private final Map<String, String> environment;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = {
                "admin port of the running service, e.g. http://127.0.0.1:9080",
                "(default: the variable " + VARIABLE + ", unless --data is given)"
            })
    @Nullable
    String admin;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data folder of a running standalone, which holds admin.json (default: " + DEFAULT_DATA + ")")
    @Nullable
    Path data;

    AdminOptions() {
        this(System.getenv());
    }

    AdminOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    AdminClient connect() {
        return new AdminClient(url());
    }

    /** By {@code --admin}, else {@code --data}, else the variable, else the {@code admin.json} of the default folder. */
    URI url() {
        String typed = admin;
        if (typed != null) {
            return parsed("--admin", typed);
        }
        Path folder = data;
        if (folder != null) {
            return AdminClient.urlIn(folder);
        }
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isBlank() ? AdminClient.urlIn(Path.of(DEFAULT_DATA)) : parsed(VARIABLE, named.strip());
    }

    /** Whether what is typed says where it is. */
    boolean isTyped() {
        return admin != null || data != null;
    }

    /**
     * Where services of one sort are: as typed; else as {@code --admin} or {@code --data} says, for a standalone has them all; else by
     * the variable, else as {@link #url()} has it.
     *
     * @param typed {@code HOST:PORT} or URLs
     * @param variable holds such ones, with commas
     */
    List<URI> urls(String option, List<String> typed, String variable) {
        if (!typed.isEmpty()) {
            return typed.stream().map(text -> ofService(option, text)).toList();
        }
        String named = environment.getOrDefault(variable, "");
        return isTyped() || named.isBlank()
                ? List.of(url())
                : Arrays.stream(named.split(","))
                        .map(text -> ofService(variable, text.strip()))
                        .toList();
    }

    private static URI ofService(String source, String text) {
        return parsed(source, text.contains("://") ? text : "http://" + text);
    }

    private static URI parsed(String source, String text) {
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new UsageError(source + " takes a URL such as http://127.0.0.1:9080, not " + text);
    }
}

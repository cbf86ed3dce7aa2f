package io.pigw.runtime.store;

import io.pigw.runtime.config.Default;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema of a PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE}, with the driver's options behind a question mark; never a password
 * @param schema the service's own: lower-case letters, digits and underscores; made when it is missing
 * @param user the role that owns the schema
 * @param passwordFile its first line is the role's password; null where the server asks for none
 * @param startWait how long a start waits for a server that is not there yet, up to an hour
 */
public record PostgresConfig(
        String url,
        String schema,
        String user,
        @Nullable Path passwordFile,
        @Default("60s") Duration startWait) {

    /** The driver's option: seconds, 0 for as long as it takes. */
    static final String SOCKET_TIMEOUT = "socketTimeout";

    private static final Pattern SCHEMA = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");
    private static final Duration MAX_START_WAIT = Duration.ofHours(1);
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)[?&](user|password|currentSchema)=|search_path");
    private static final String CONNECT_TIMEOUT_SECONDS = "3";
    private static final String SOCKET_TIMEOUT_SECONDS = "30";

    /** Checks what can be checked without the server. */
    public PostgresConfig {
        if (!isForPostgres(url)) {
            throw new IllegalArgumentException(
                    "store.postgresql.url: expected jdbc:postgresql://HOST:PORT/DATABASE, options behind a '?'");
        }
        if (ELSEWHERE.matcher(url).find()) {
            throw new IllegalArgumentException("store.postgresql.url holds a user, a password or a schema: give them"
                    + " as store.postgresql.user, .passwordFile and .schema");
        }
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("store.postgresql.schema: expected up to 63 lower-case letters, digits"
                    + " and underscores, no digit and no pg_ first, not " + schema);
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("store.postgresql.user is empty");
        }
        if (startWait.isNegative() || startWait.compareTo(MAX_START_WAIT) > 0) {
            throw new IllegalArgumentException("store.postgresql.startWait must be 0s to 1h");
        }
    }

    /** For messages: the schema and the server, without options. */
    String place() {
        int options = url.indexOf('?');
        return "the schema " + schema + " of " + (options < 0 ? url : url.substring(0, options));
    }

    /**
     * What a connection is opened with; what the URL says goes before.
     *
     * @throws IOException if the password's file cannot be read, or others than its owner can
     */
    Properties options() throws IOException {
        Properties options = new Properties();
        options.setProperty("user", user);
        if (passwordFile != null) {
            options.setProperty("password", SecretFile.readLine(passwordFile));
        }
        options.setProperty("currentSchema", schema);
        options.setProperty("ApplicationName", "pigw " + schema);
        options.setProperty("tcpKeepAlive", "true");
        options.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        options.setProperty(SOCKET_TIMEOUT, SOCKET_TIMEOUT_SECONDS);
        return options;
    }

    private static boolean isForPostgres(String url) {
        try {
            return url.startsWith("jdbc:postgresql://")
                    && DriverManager.getDriver(url).acceptsURL(url);
        } catch (SQLException noDriverTakesIt) {
            return false;
        }
    }
}

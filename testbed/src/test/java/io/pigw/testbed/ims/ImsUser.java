package io.pigw.testbed.ims;

import io.pigw.p2psip.HostPort;
import io.pigw.testbed.sipp.Sipp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A user of the core, played by SIPp.
 *
 * @param name with an account in {@code docker/ims-core/users}
 * @param core where the core takes users
 * @param transport {@code u1} or {@code t1}
 * @param via {@code UDP}, {@code TCP} or {@code TLS} where something between makes it so
 */
public record ImsUser(String name, HostPort core, String transport, String via) {

    private static final Duration STAY = Duration.ofSeconds(100);

    /** By UDP. */
    public static ImsUser udp(String name, HostPort core) {
        return new ImsUser(name, core, "u1", "UDP");
    }

    /** By TCP. */
    public static ImsUser tcp(String name, HostPort core) {
        return new ImsUser(name, core, "t1", "TCP");
    }

    /** A message to send. */
    public record Message(String to, String text, String from, String headers) {

        /** As an honest sender. */
        public static Message of(String to, String text) {
            return new Message(to, text, "", "");
        }

        /** With another user in From and in the P-Asserted-Identity that no client may send. */
        Message claiming(String user) {
            return new Message(to, text, user, headers);
        }

        /** With one more header field. */
        Message with(String header) {
            return new Message(to, text, from, header);
        }
    }

    private String credentials(String password) {
        return "[authentication username=" + name + " password=" + password + "]";
    }

    /** Registers and sends all of them; 0 when each was answered 200. */
    public int send(Path folder, List<Message> messages) throws InterruptedException {
        List<String> fields = new ArrayList<>();
        for (Message message : messages) {
            fields.add(String.join(
                    ";",
                    name,
                    credentials(name + "-secret"),
                    message.to(),
                    message.text(),
                    message.from().isEmpty() ? name : message.from(),
                    message.headers().isEmpty() ? "Subject: test" : message.headers()));
        }
        try (Sipp client = start(folder, "ims-message", fields, List.of())) {
            return client.exitCode();
        }
    }

    /** Registers a contact for some seconds, 0 to take it away; 0 when the core took it. */
    int register(Path folder, String contact, int seconds) throws InterruptedException {
        return register(folder, contact, seconds, name + "-secret");
    }

    /** As above, with a password of one's own. */
    int register(Path folder, String contact, int seconds, String password) throws InterruptedException {
        List<String> keys = List.of("-key", "contact", contact, "-key", "seconds", String.valueOf(seconds));
        try (Sipp client = start(folder, "ims-register", List.of(name + ";" + credentials(password)), keys)) {
            return client.exitCode();
        }
    }

    /** Registers, stays connected for a while and answers each MESSAGE with 200; what came is in its log. */
    public Sipp stay(Path folder) throws IOException {
        Path answers = folder.resolve("uas-message.xml");
        Sipp.copy("uas-message", answers);
        List<String> fields = List.of(name + ";" + credentials(name + "-secret"));
        String millis = String.valueOf(STAY.toMillis());
        String seconds = STAY.plusSeconds(10).toSeconds() + "s";
        return start(
                folder, "ims-stay", fields, List.of("-oocsf", answers.toString(), "-d", millis, "-timeout", seconds));
    }

    private Sipp start(Path folder, String scenario, List<String> fields, List<String> keys) {
        try {
            Path file = Files.writeString(
                    folder.resolve(scenario + ".csv"),
                    "SEQUENTIAL\n" + String.join("\n", fields) + "\n",
                    StandardCharsets.UTF_8);
            List<String> options = new ArrayList<>(List.of(core.toString(), "-i", "127.0.0.1", "-t", transport));
            options.addAll(List.of("-key", "via", via, "-inf", file.toString(), "-trace_msg"));
            options.addAll(List.of("-m", String.valueOf(fields.size()), "-r", "20"));
            options.addAll(List.of("-timeout", "40s", "-timeout_error"));
            options.addAll(keys);
            return Sipp.start(folder, scenario, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

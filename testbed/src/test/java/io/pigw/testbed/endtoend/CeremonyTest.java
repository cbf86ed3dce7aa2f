package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.cli.PigwMain;
import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From nothing to a server with an operator and two issuing authorities, as a person would type it. */
class CeremonyTest {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void theCommandsMakeAnAuthorityItsFirstOperatorAndItsSuccessor() throws Exception {
        // Given
        Path config = Files.writeString(folder.resolve("enrollment.yaml"), """
                listen: 127.0.0.1:0
                store:
                  directory: %1$s/db
                ca:
                  directory: %1$s/ca
                  passwordFile: %1$s/issuing-password
                overlay:
                  name: p2p.example.net
                publish:
                  listen: 127.0.0.1:0
                  url: http://127.0.0.1:1
                """.formatted(folder));
        Path password = Files.createFile(
                folder.resolve("root-password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, "a long password for a test, as long as a random one\n");
        Path root = folder.resolve("root");

        // When
        String made = run("init", "--config", config, "--root", root, "--root-password-file", password, "--json");
        Path away = Files.move(root, folder.resolve("far-away"));

        // Then: the server runs without the root's key, and the token makes an operator
        EnrollmentConfig settings = Configuration.load(config, EnrollmentConfig.class, Map.of());
        try (Environment environment = Environment.create(1);
                Enrollment server = Enrollment.start(settings, environment);
                EstClient client = EstClient.trusting(
                        server.est(), Set.of(server.root()), environment.verifiers(), environment.random())) {
            Matcher token = TOKEN.matcher(made);
            assertThat(token.find()).isTrue();
            NodeIdentity operator = client.enroll(token.group(1));
            assertThat(operator.certificate().role()).isEqualTo(Role.OPERATOR);
        }
        Path request = folder.resolve("issuing.csr");
        Path signed = folder.resolve("issuing.pem");
        run("rotate", "--config", config, "--request", request);
        Object[] signing = {"--root", away, "--root-password-file", password, "--request", request, "--out"};
        Path silent = folder.resolve("silent.pem");
        run("sign-authority", with(signing, silent));
        assertThat(PigwMain.execute(
                        "enroll", "rotate", "--config", config.toString(), "--certificate", silent.toString()))
                .as("it does not say where the root's list is")
                .isEqualTo(1);
        run("sign-authority", with(signing, signed, "--publish-url", "http://127.0.0.1:1"));
        String rotated = run("rotate", "--config", config, "--certificate", signed, "--after", 0, "--json");
        assertThat(rotated).contains("\"since\"", "\"retires\"");
        run(
                "root-crl",
                "--root",
                away,
                "--root-password-file",
                password,
                "--revoke",
                signed,
                "--out",
                folder.resolve("crl"));
        assertThat(Files.size(folder.resolve("crl"))).isPositive();
        assertThat(PigwMain.execute(
                        "enroll",
                        "init",
                        "--config",
                        config.toString(),
                        "--root",
                        root.toString(),
                        "--root-password-file",
                        password.toString()))
                .as("overwrites nothing")
                .isEqualTo(1);
        assertThat(run("operator-token", "--config", config, "--operator", "olivia"))
                .isNotBlank();
        assertThat(run("operator-token", "--config", config, "--operator", "olivia", "--json"))
                .contains("\"voided\":1");
        assertThat(PigwMain.execute(
                        "enroll",
                        "root-crl",
                        "--root",
                        away.toString(),
                        "--root-password-file",
                        password.toString(),
                        "--revoke",
                        away.resolve("trust.pem").toString(),
                        "--out",
                        folder.resolve("none").toString()))
                .as("no issuing authority")
                .isEqualTo(1);
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray();
    }

    private static String run(String command, Object... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "enroll";
        line[1] = command;
        for (int i = 0; i < arguments.length; i++) {
            line[i + 2] = arguments[i].toString();
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(PigwMain.execute(line)).as(command).isZero();
        } finally {
            System.setOut(before);
        }
        return told.toString(StandardCharsets.UTF_8);
    }
}

package io.pigw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong is named with its remedy, and the code tells wrong usage (2) from failure (1). No server is needed. */
class CommandErrorsTest {

    private static final String EST = "https://127.0.0.1:1/.well-known/est";
    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    private Path folder = Path.of("none");

    private record Result(int code, String said) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enroll | needs --est",
                "inbox --peer 586 --admin nonsense | --admin takes a URL such as http://127.0.0.1:9080, not nonsense",
                "enroll nosuchcommand --help | nosuchcommand",
                "enroll token --user dave --role king | --role is one of peer, csp, gateway, sos, client, operator",
                "enroll token --role csp --user alice | a csp has no user names",
                "enroll token --user dave --valid 400d | is at most 365d",
                "enroll token --user dave --valid soon | takes a number and s, m, h or d",
                "enroll token --void 0123456789abcdef --user dave | --void takes nothing along",
                "enroll limits dave | name some of --nodes, --names and --tokens",
                "enroll limits dave --nodes 3 --default | --default alone",
                "enroll list --admin http://127.0.0.1:1 --identity . | --admin takes a URL such as https://",
                "enroll list --max 0 | --max takes 1 or more",
                "enroll audit --action bogus | --action is one of token_made",
                "enroll audit --verify x --checkpoint y | name it with --trust",
                "enroll init --config none.yaml --root r | none.yaml: there is no such file",
                "enroll operator-token --config / | it is a folder",
                "enroll rotate --config none.yaml --root r --after 1441 | --after takes 0 to 1440",
                "enroll root-crl --root r --days 0 --out x | --days takes 1 to 3650",
                "enroll root-crl --root r --root-password-file none --out x | none: there is no such file",
                "bench faults --fault roll | roll begins with the release before: say --previous FOLDER",
                "bench faults --fault roll --previous /none | there is no build in /none",
                "enroll operator-renew --est http://ca/ --identity d | --est takes a URL such as https://",
            })
    void whatIsTypedWrongEndsWithTwo(String line, String remedy) {
        Result result = run(line.split(" "));

        assertThat(result.said()).contains(remedy);
        assertThat(result.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                EST + " | --trust FOLDER/none.pem | FOLDER/new | 2 | none.pem: there is no such file",
                EST + " | --trust FOLDER/text | FOLDER/new | 2 | text holds no PEM certificate",
                EST + " | --fingerprint 7B:00 | FOLDER/new | 2 | --fingerprint takes 64 hexadecimal digits",
                "http://127.0.0.1:1/ | --fingerprint SHA256 | FOLDER/new | 2 | --est takes a URL such as https://",
                EST + " | --fingerprint SHA256 | FOLDER/text/new | 1 | cannot write to FOLDER/text/new",
                EST + " | --fingerprint SHA256 | FOLDER/new | 1 | nothing listens at https://127.0.0.1:1/",
                "https://no.such.host.invalid/ | --fingerprint SHA256 | FOLDER/new | 1 | no.such.host.invalid of --est",
            })
    void anEnrollmentThatCannotBeSaysWhy(String est, String root, String out, int code, String remedy)
            throws Exception {
        Files.writeString(folder.resolve("text"), "listen: 127.0.0.1:8443\n");

        Result result = run(("enroll --token t --est " + est + " " + root + " --out " + out)
                .replace("FOLDER", folder.toString())
                .replace("SHA256", "sha256 Fingerprint=" + SHA256)
                .split(" (?!Fingerprint)"));

        assertThat(result.said()).contains(remedy.replace("FOLDER", folder.toString()));
        assertThat(result.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sign-authority --root FOLDER/none --request FOLDER/none.csr --out FOLDER/o | none.csr: there is no such",
                "sign-authority --root FOLDER/none --request FOLDER/text --out FOLDER/o | text holds no PEM block",
                "sign-authority --root FOLDER/none --request FOLDER/csr --out FOLDER/o | none/trust.pem: there is no such",
                "sign-authority --root FOLDER/bad --request FOLDER/csr --out FOLDER/o | bad/trust.pem holds no PEM",
                "sign-authority --root FOLDER/bad --request FOLDER/csr --out FOLDER/text | text is there already",
                "root-crl --root FOLDER/none --revoke FOLDER/text --out FOLDER/o | none/trust.pem: there is no such",
                "root-crl --root FOLDER/bad --out FOLDER/o | bad/trust.pem holds no PEM certificate",
            })
    void aCeremonyNamesTheFile(String line, String remedy) throws Exception {
        Files.writeString(folder.resolve("text"), "listen: 127.0.0.1:8443\n");
        Files.writeString(folder.resolve("password"), "a long password for a test\n");
        Files.writeString(
                folder.resolve("csr"),
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n");
        Files.createDirectories(folder.resolve("bad"));
        Files.writeString(folder.resolve("bad/trust.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n");

        Result result = run(("enroll " + line + " --root-password-file FOLDER/password")
                .replace("FOLDER", folder.toString())
                .split(" "));

        assertThat(result.said()).contains(folder + "/" + remedy);
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aMistypedPasswordFileMakesNoRoot() throws Exception {
        Path config = Files.writeString(folder.resolve("enrollment.yaml"), """
                listen: 127.0.0.1:8443
                store: {directory: %1$s/db}
                ca: {directory: %1$s/ca, passwordFile: %1$s/issuing}
                overlay: {name: p2p.example.net}
                """.formatted(folder));
        Path typo = folder.resolve("typo");

        Result result = run(
                "enroll",
                "init",
                "--config",
                config.toString(),
                "--root",
                folder.resolve("root").toString(),
                "--root-password-file",
                typo.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.said()).contains(typo + ": there is no such file", "chmod 600");
        assertThat(typo).doesNotExist();
        assertThat(folder.resolve("root")).doesNotExist();
    }

    private static Result run(String... line) {
        StringWriter said = new StringWriter();
        CommandLine command = PigwMain.commandLine();
        command.setErr(new PrintWriter(said, true));
        command.setOut(new PrintWriter(said, true));
        int code = command.execute(line);
        assertThat(said.toString()).as(Arrays.toString(line)).doesNotContain("PIGW_DEBUG");
        return new Result(code, said.toString());
    }
}

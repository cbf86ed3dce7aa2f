package io.pigw.cli.enroll;

import io.pigw.enrollment.EnrollmentConfig;
import java.net.URI;
import java.nio.file.Path;

/** What there is to do after the ceremony, as commands to be copied. */
final class FirstSteps {

    private FirstSteps() {}

    /** From the start of the server to a user's first token. */
    static String text(Path config, EnrollmentConfig settings, String operator, String token) {
        String est = settings.est().map(URI::toString).orElse("https://localhost:PORT/.well-known/est");
        String admin = settings.operatorsUrl().map(URI::toString).orElse("https://localhost:PORT");
        String missing = settings.operators() == null
                ? "# operators have no port yet: write a section 'operators' into " + config + " first\n"
                : "";
        return """
                Token of the operator %1$s, good for a day, once: %2$s

                Start the server, have the operator enroll, and make a token for the first user:

                %3$s./pigw enrollment --config %4$s &
                echo %2$s | ./pigw enroll --est %5$s \\
                  --trust %6$s --token - --out %7$s
                export PIGW_ENROLL_ADMIN=%8$s PIGW_ENROLL_IDENTITY=%7$s
                ./pigw enroll token --user alice
                """.formatted(
                        operator,
                        token,
                        missing,
                        quoted(config.toString()),
                        est,
                        quoted(settings.authority().files().trust().toString()),
                        quoted(operator),
                        admin);
    }

    /** Fit for a shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./@:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

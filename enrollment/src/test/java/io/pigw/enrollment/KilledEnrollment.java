package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.Selector;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in a process of its own, until it is killed or its standard input ends. */
final class KilledEnrollment {

    private KilledEnrollment() {}

    /** Says {@code est URL} and {@code trust FILE}; {@code token USER} is answered with {@code token SECRET}, {@code revoke SERIAL} with {@code revoked SERIAL}. */
    public static void main(String[] arguments) throws Exception {
        TestEnrollment enrollment = new TestEnrollment(Path.of(arguments[0]), 128);
        System.out.println("est " + enrollment.server().est());
        System.out.println("trust " + enrollment.server().trustFile());
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(answer(enrollment.server(), line.split(" ", 2)));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String answer(Enrollment server, String[] words) throws Exception {
        return switch (words[0]) {
            case "token" -> "token " + server.issueToken(TokenRequest.peer(words[1]));
            case "revoke" -> {
                RevocationRequest request = new RevocationRequest(
                        Selector.Serial.parse(words[1]),
                        RevocationReason.KEY_COMPROMISE,
                        null,
                        AuditActor.console("test"));
                yield server.revocations().revoke(request) instanceof RevocationResult.Done
                        ? "revoked " + words[1]
                        : "not revoked";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }
}

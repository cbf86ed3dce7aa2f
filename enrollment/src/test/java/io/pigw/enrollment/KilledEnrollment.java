package io.pigw.enrollment;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in a process of its own, until it is killed or its standard input ends. */
final class KilledEnrollment {

    private KilledEnrollment() {}

    /** Says {@code est URL} and {@code trust FILE}; a line with a user's name is answered with {@code token SECRET}. */
    public static void main(String[] arguments) throws Exception {
        TestEnrollment enrollment = new TestEnrollment(Path.of(arguments[0]), 128);
        System.out.println("est " + enrollment.server().est());
        System.out.println("trust " + enrollment.server().trustFile());
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println("token " + enrollment.server().issueToken(TokenRequest.peer(line)));
            }
        }
        Runtime.getRuntime().halt(0);
    }
}

package io.pigw.testbed.sipp;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.Arrays;

/** Programs of others that some tests need. */
public final class Tools {

    private Tools() {}

    /** Goes on if the program is on the path; else skips the test, or fails it under {@code -Drequire.tools=true}. */
    public static void require(String program, String debianPackage) {
        boolean present = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
        String remedy = program + " is not installed: apt-get install " + debianPackage;
        if (!present && Boolean.getBoolean("require.tools")) {
            fail(remedy);
        }
        if (!present) {
            System.err.println("SKIPPED: " + remedy);
        }
        assumeTrue(present, remedy);
    }

    /** The first of the folders that there is. */
    public static String folder(String... candidates) {
        return Arrays.stream(candidates)
                .filter(candidate -> new File(candidate).isDirectory())
                .findFirst()
                .orElseThrow(() -> new AssertionError("none is there of " + Arrays.toString(candidates)));
    }
}

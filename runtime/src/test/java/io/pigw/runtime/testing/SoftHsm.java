package io.pigw.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.runtime.identity.Pkcs11Config;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * SoftHSM tokens of this process in a folder of their own. The library reads its configuration and its tokens once, so all are
 * made before; tests take one each by name. Skipped where it is not installed, a failure under {@code -Drequire.tools=true}.
 */
public final class SoftHsm {

    /** Its package's library on Debian. */
    public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    /** The user PIN of every token. */
    public static final String PIN = "481516";

    private static final String ADVICE = "SoftHSM is missing: apt-get install softhsm2";
    private static final List<String> TOKENS =
            List.of("one", "two", "three", "four", "root", "issuing", "left", "right", "renewed");
    private static final SoftHsm ONLY = new SoftHsm();

    private final boolean installed;
    private final Path directory;

    private SoftHsm() {
        installed = Files.exists(LIBRARY);
        try {
            directory = Files.createTempDirectory("pigw-softhsm");
            if (installed) {
                prepare();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A key's place in one of the tokens: one, two, three, four, root, issuing, left, right, renewed. */
    public static Pkcs11Config token(String name, String alias) {
        if (Boolean.getBoolean("require.tools")) {
            assertThat(ONLY.installed).as(ADVICE).isTrue();
        }
        assumeTrue(ONLY.installed, ADVICE);
        assertThat(TOKENS).contains(name);
        return new Pkcs11Config(LIBRARY, name, null, alias, ONLY.directory.resolve("pin"));
    }

    /** For tools: the value of {@code SOFTHSM2_CONF}. */
    public static Path configuration() {
        return ONLY.directory.resolve("softhsm2.conf");
    }

    private void prepare() throws IOException, InterruptedException {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Path configuration = Files.writeString(
                directory.resolve("softhsm2.conf"),
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        Path pin = Files.createFile(
                directory.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pin, PIN + "\n");
        for (String token : TOKENS) {
            run(
                    configuration,
                    "softhsm2-util",
                    "--init-token",
                    "--free",
                    "--label",
                    token,
                    "--pin",
                    PIN,
                    "--so-pin",
                    PIN);
        }
        setenv("SOFTHSM2_CONF", configuration.toString());
    }

    private static void run(Path configuration, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", configuration.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    /** Of this process, as native code sees it: Java's own view of the environment is a copy. */
    @SuppressWarnings("restricted")
    private static void setenv(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) linker.downcallHandle(
                            linker.defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            assertThat(result).isZero();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

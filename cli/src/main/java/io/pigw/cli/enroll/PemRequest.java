package io.pigw.cli.enroll;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PKCS#10 request as PEM (RFC 7468 §7). */
final class PemRequest {

    private static final int MAX_BYTES = 16 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE REQUEST-----");

    private PemRequest() {}

    static void write(Path file, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN CERTIFICATE REQUEST-----\n" + text + "\n-----END CERTIFICATE REQUEST-----\n",
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new IOException(
                    file + " holds no PEM block CERTIFICATE REQUEST: name what 'pigw enroll rotate --request' wrote");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}

package io.pigw.enrollment;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an operator's system does to be believed over plain HTTP. */
final class SharedSecret {

    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private SharedSecret() {}

    static Path file(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("hook-secret"), SECRET + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Answers, signed where the question was. */
    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        String nonce = exchange.getRequestHeaders().getFirst("Pigw-Nonce");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (nonce != null) {
            exchange.getResponseHeaders()
                    .set("Pigw-Mac", mac("pigw-hook-answer-1\n" + nonce + "\n" + status + "\n", bytes));
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Whether the question comes from who has the secret. */
    static boolean isSigned(HttpExchange exchange, String body) {
        String nonce = exchange.getRequestHeaders().getFirst("Pigw-Nonce");
        return mac("pigw-hook-question-1\n" + nonce + "\n\n", body.getBytes(StandardCharsets.UTF_8))
                .equals(exchange.getRequestHeaders().getFirst("Pigw-Mac"));
    }

    static String mac(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            whole.writeBytes(body);
            return HexFormat.of().formatHex(mac.doFinal(whole.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.pigw.gateway.translate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pigw.gateway.as.ImsMessage;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.MessageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Reads and writes the golden pairs: one message on either side, with LF for CRLF. */
final class GoldenFiles {

    private static final DateTimeFormatter SIP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private GoldenFiles() {}

    static String read(String name) {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/translate/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ImsMessage ims(String name) {
        String text = read(name);
        int end = text.indexOf("\n\n");
        String[] lines = text.substring(0, end).split("\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            headers.put(
                    lines[i].substring(0, lines[i].indexOf(':')),
                    lines[i].substring(lines[i].indexOf(':') + 1).strip());
        }
        String from = headers.getOrDefault("From", "");
        return new ImsMessage(
                lines[0].split(" ")[1],
                uri(from),
                Optional.of(from.substring(from.indexOf(";tag=") + 5)),
                uri(headers.getOrDefault("To", "")),
                headers.getOrDefault("Call-ID", ""),
                Long.parseLong(headers.getOrDefault("CSeq", "").split(" ")[0]),
                headers.containsKey("P-Asserted-Identity"),
                Optional.ofNullable(headers.get("P-Asserted-Identity")).map(GoldenFiles::uri),
                headers.getOrDefault("Privacy", "").equals("id"),
                Optional.ofNullable(headers.get("Date")).map(date -> Instant.from(SIP_DATE.parse(date))),
                Optional.empty(),
                Integer.parseInt(headers.getOrDefault("Max-Forwards", "70")),
                headers.getOrDefault("Content-Type", ""),
                Bytes.utf8(body(headers, text.substring(end + 2))),
                new HostPort("127.0.0.1", 5060),
                "UDP");
    }

    static String text(OutgoingMessage message) {
        return "MESSAGE " + message.requestUri() + " SIP/2.0\n"
                + "Via: branch=" + message.branch() + "\n"
                + "Max-Forwards: " + message.maxForwards() + "\n"
                + "From: <" + message.fromUri() + ">;tag=" + message.fromTag() + "\n"
                + "To: <" + message.toUri() + ">\n"
                + "Call-ID: " + message.callId() + "\n"
                + "CSeq: " + message.cseq() + " MESSAGE\n"
                + "P-Asserted-Identity: <" + String.join(">, <", message.assertedIdentities()) + ">\n"
                + message.inReplyTo()
                        .map(callId -> "In-Reply-To: " + callId + "\n")
                        .orElse("")
                + "Date: " + SIP_DATE.format(message.date().orElseThrow()) + "\n"
                + "Content-Type: " + message.contentType() + "\n\n"
                + message.body().toUtf8().replace("\r\n", "\n");
    }

    static MessageRequest p2psip(String name) {
        try {
            String text = read(name);
            boolean cpim = text.replace(" ", "").contains("\nContent-Type:message/cpim\n");
            ByteBuf in =
                    Unpooled.wrappedBuffer((cpim ? text.replace("\n", "\r\n") : text).getBytes(StandardCharsets.UTF_8));
            return (MessageRequest) Objects.requireNonNull(new P2psipDecoder(Limits.DEFAULTS).decode(in));
        } catch (DecodeException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    static String text(MessageRequest message) {
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(message, out);
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** The head of a CPIM message has CRLF as well, and in the goldens all of it. */
    private static String body(Map<String, String> headers, String text) {
        return headers.getOrDefault("Content-Type", "").equals("message/cpim") ? text.replace("\n", "\r\n") : text;
    }

    private static String uri(String nameAddr) {
        int open = nameAddr.indexOf('<');
        return nameAddr.substring(open + 1, nameAddr.indexOf('>'));
    }
}

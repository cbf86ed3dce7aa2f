package io.pigw.gateway.cpim;

import io.pigw.p2psip.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests that the gateway answers for peers. They do not go on: a peer that knows CPIM would answer once more, and of each type
 * there is one notification at most (RFC 5438 §7.2.1).
 */
public final class DeliveryRequests {

    private static final List<String> ANSWERED = List.of("positive-delivery", "negative-delivery");

    private DeliveryRequests() {}

    /** The message without them, else byte for byte; one that asks for neither, or is no CPIM, is as it was. */
    public static Bytes drop(Bytes body) {
        CpimMessage message;
        try {
            message = CpimMessage.parse(body);
        } catch (CpimException none) {
            return body;
        }
        Optional<ImdnRequest> answered =
                ImdnRequest.of(message).filter(request -> request.positive() || request.negative());
        return answered.isEmpty() ? body : rewritten(message, body.toArray());
    }

    private static Bytes rewritten(CpimMessage message, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int end = 0;
        for (CpimHeader header : message.headers()) {
            end += header.line().getBytes(StandardCharsets.UTF_8).length + CpimReader.CRLF.length;
            line(header).ifPresent(line -> {
                out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
                out.writeBytes(CpimReader.CRLF);
            });
        }
        out.writeBytes(Arrays.copyOfRange(bytes, end, bytes.length));
        return Bytes.copyOf(out.toByteArray());
    }

    private static Optional<String> line(CpimHeader header) {
        if (!header.is(CpimHeader.IMDN, "Disposition-Notification")) {
            return Optional.of(header.line());
        }
        String others = Arrays.stream(header.value().split(",", -1))
                .map(String::strip)
                .filter(value -> !ANSWERED.contains(value.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        String name = header.line().substring(0, header.line().indexOf(':'));
        return others.isEmpty() ? Optional.empty() : Optional.of(name + ": " + others);
    }
}

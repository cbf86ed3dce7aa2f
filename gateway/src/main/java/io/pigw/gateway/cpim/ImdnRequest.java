package io.pigw.gateway.cpim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a sender wants to be told of its message (RFC 5438 §6). Requests for display and processing notifications are not for a gateway
 * and count as none.
 *
 * @param messageId by which the sender knows the message
 * @param positive whether its delivery is to be told
 * @param negative whether its failure is to be told
 * @param dateTime when it was sent, as written there
 * @param from the address in From
 * @param to the address in To
 * @param originalTo the address in Original-To
 * @param subject as written there
 * @param recordRoutes addresses of those on the way that want to see the notification, in their order
 */
public record ImdnRequest(
        String messageId,
        boolean positive,
        boolean negative,
        Optional<String> dateTime,
        Optional<String> from,
        Optional<String> to,
        Optional<String> originalTo,
        Optional<String> subject,
        List<String> recordRoutes) {

    private static final int MAX_MESSAGE_ID = 256;

    /** Copies the list. */
    public ImdnRequest {
        recordRoutes = List.copyOf(recordRoutes);
    }

    /**
     * What the message asks for: nothing without a Message-ID, and nothing if it is a notification itself (RFC 5438 §7.2.1: whoever
     * answered one would be answered for ever).
     */
    public static Optional<ImdnRequest> of(CpimMessage message) {
        Optional<String> id = message.first(CpimHeader.IMDN, "Message-ID")
                .map(CpimHeader::value)
                .filter(value -> !value.isEmpty() && value.length() <= MAX_MESSAGE_ID);
        if (id.isEmpty() || isNotification(message)) {
            return Optional.empty();
        }
        List<String> wanted = message.headers().stream()
                .filter(header -> header.is(CpimHeader.IMDN, "Disposition-Notification"))
                .flatMap(header -> Arrays.stream(header.value().split(",", -1)))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
        return Optional.of(new ImdnRequest(
                id.get(),
                wanted.contains("positive-delivery"),
                wanted.contains("negative-delivery"),
                message.first(CpimHeader.CORE, "DateTime").map(CpimHeader::value),
                message.from(),
                message.first(CpimHeader.CORE, "To").flatMap(CpimHeader::uri),
                message.first(CpimHeader.IMDN, "Original-To").flatMap(CpimHeader::uri),
                message.first(CpimHeader.CORE, "Subject").map(CpimHeader::value),
                message.headers().stream()
                        .filter(header -> header.is(CpimHeader.IMDN, "IMDN-Record-Route"))
                        .flatMap(header -> header.uri().stream())
                        .toList()));
    }

    /** Whether the message tells what became of another one. */
    public static boolean isNotification(CpimMessage message) {
        return message.contentType().equals(Imdn.TYPE);
    }
}

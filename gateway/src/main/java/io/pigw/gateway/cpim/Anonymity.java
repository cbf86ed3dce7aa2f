package io.pigw.gateway.cpim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes the sender out of a message (RFC 3323 §4.1.1.3 for what stands within). Only what is known not to name the sender stays: what
 * is not known might.
 */
public final class Anonymity {

    /** How nobody is called. */
    public static final String NOBODY = "sip:anonymous@anonymous.invalid";

    private static final List<String> CORE = List.of("To", "DateTime", "Subject");
    private static final List<String> IMDN = List.of("Message-ID", "Disposition-Notification");
    private static final List<String> CONTENT = List.of(
            "content-type", "content-transfer-encoding", "content-disposition", "content-language", "content-length");

    private Anonymity() {}

    /** The same message from nobody. Subject and content are the sender's own words and stay. */
    public static CpimMessage of(CpimMessage message) {
        List<CpimHeader> headers = new ArrayList<>();
        headers.add(CpimHeader.core("From", "<" + NOBODY + ">"));
        for (String name : CORE) {
            message.headers().stream()
                    .filter(header -> header.is(CpimHeader.CORE, name))
                    .forEach(header -> headers.add(CpimHeader.core(name, header.value())));
        }
        List<CpimHeader> requests = new ArrayList<>();
        for (String name : IMDN) {
            message.first(CpimHeader.IMDN, name)
                    .ifPresent(header -> requests.add(CpimHeader.imdn(name, header.value())));
        }
        if (!requests.isEmpty()) {
            headers.add(CpimHeader.core("NS", "imdn <" + CpimHeader.IMDN + ">"));
            headers.addAll(requests);
        }
        List<CpimHeader> contentHeaders = message.contentHeaders().stream()
                .filter(header -> CONTENT.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
        return new CpimMessage(headers, contentHeaders, message.content());
    }
}

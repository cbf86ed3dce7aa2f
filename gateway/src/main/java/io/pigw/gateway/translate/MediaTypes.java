package io.pigw.gateway.translate;

import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.cms.Sealer;
import java.util.List;

/** What can be sent across, either way. */
final class MediaTypes {

    /** Without parameters, in lower case. What is encrypted passes untouched, and nobody here reads it. */
    static final List<String> ACCEPTED = List.of("text/plain", CpimMessage.TYPE, Sealer.MEDIA_TYPE);

    static final Status UNSUPPORTED = new Status(415, "Unsupported Media Type");

    private MediaTypes() {}

    static boolean isAccepted(String contentType) {
        return ACCEPTED.contains(CpimMessage.mediaType(contentType));
    }
}

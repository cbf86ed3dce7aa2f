package io.pigw.gateway.ua;

import io.pigw.p2psip.Bytes;
import java.util.List;
import java.util.Optional;

/** Requests for tests. */
final class Requests {

    private Requests() {}

    static SipRequest message(String id, RouteSet route, String body) {
        return new SipRequest(
                "MESSAGE",
                "sip:alice@ims.example.net",
                "sip:bob@p2p.example.net",
                "tag",
                "sip:alice@ims.example.net",
                "call-" + id,
                7,
                "z9hG4bK" + id,
                70,
                route,
                List.of(),
                Optional.of(new SipRequest.Content("text/plain", Bytes.utf8(body))));
    }
}

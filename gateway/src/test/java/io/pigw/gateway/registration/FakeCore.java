package io.pigw.gateway.registration;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.SipHead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** A registrar that answers when the test says so. */
final class FakeCore implements Registrar {

    static final String CONTACT = "sip:pigw@192.0.2.1:5060";

    final List<RegisterRequest> requests = new ArrayList<>();
    private final Deque<Consumer<Outcome>> waiting = new ArrayDeque<>();

    @Override
    public void send(RegisterRequest request, Consumer<Outcome> then) {
        requests.add(request);
        waiting.add(then);
    }

    RegisterRequest last() {
        return requests.getLast();
    }

    String header(String name) {
        return last().headers().stream()
                .filter(field -> field.name().equals(name))
                .map(HeaderField::value)
                .findFirst()
                .orElse("");
    }

    boolean isAsked() {
        return !waiting.isEmpty();
    }

    void lose() {
        waiting.remove().accept(new Outcome.Lost("no final answer"));
    }

    /** Answers the oldest request. */
    void answer(int status, String reason, String... headers) {
        List<HeaderField> fields = Arrays.stream(headers)
                .map(header -> new HeaderField(
                        header.substring(0, header.indexOf(':')),
                        header.substring(header.indexOf(':') + 1).strip()))
                .toList();
        waiting.remove().accept(new Outcome.Answered(status, new SipHead("SIP/2.0 " + status + " " + reason, fields)));
    }

    void grant(int seconds, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.add("Contact: <" + CONTACT + ">;expires=" + seconds);
        answer(200, "OK", headers.toArray(String[]::new));
    }

    void challenge(AkaAnswer answer) {
        answer(401, "Unauthorized", "WWW-Authenticate: " + answer.challenge());
    }
}

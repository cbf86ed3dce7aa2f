package io.pigw.peer.text;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What all devices of one user answer to one message comes to: it is delivered if one of them took it. */
final class Devices {

    private final CallId callId;
    private final int number;
    private final Consumer<SendResult> then;
    private final List<SendResult> results = new ArrayList<>();

    Devices(CallId callId, int number, Consumer<SendResult> then) {
        this.callId = callId;
        this.number = number;
        this.then = then;
    }

    void add(SendResult result) {
        results.add(result);
        if (results.size() == number) {
            List<NodeId> delivered =
                    results.stream().flatMap(one -> one.deliveredTo().stream()).toList();
            then.accept(new SendResult(callId, delivered.isEmpty() ? refusal() : Status.OK, delivered));
        }
    }

    /** What may have arrived comes before what surely did not, and a reason before an absence. */
    private Status refusal() {
        return status(408)
                .or(() -> results.stream()
                        .map(SendResult::status)
                        .filter(status -> status.code() != 480)
                        .findFirst())
                .orElse(results.getFirst().status());
    }

    private Optional<Status> status(int code) {
        return results.stream()
                .map(SendResult::status)
                .filter(status -> status.code() == code)
                .findFirst();
    }
}

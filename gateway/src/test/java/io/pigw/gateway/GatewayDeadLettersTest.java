package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator sees of messages that were given up, and does with them. */
class GatewayDeadLettersTest extends GatewayFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatWasGivenUpIsShownWithoutItsBodyAndDeliveredWhenItIsSentAgain() throws Exception {
        // Given a message that reached nobody, of which its sender was told
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway gateway = startAndConnect("500ms", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "a secret");
        awaitOne(ims().requests);
        awaitNothingPending(gateway);
        MessageRequest first = csp().received.getFirst();

        // Then the operator sees who and why, not what
        JsonNode letters = answer(gateway, "GET", "/dead-letters", Map.of()).path("letters");
        assertThat(letters).hasSize(1);
        JsonNode letter = letters.get(0);
        assertThat(letter.path("from").asText()).isEqualTo("alice@ims.example.net");
        assertThat(letter.path("to").asText()).isEqualTo("586");
        assertThat(letter.path("sipCallId").asText()).isEqualTo("1@client");
        assertThat(letter.path("ending").asText()).isEqualTo("expired");
        assertThat(letter.path("reason").asText()).contains("480");
        assertThat(letters.toString()).doesNotContain("secret");

        // When the peer is back and the letter is sent again
        csp().received.clear();
        csp().behave(_ -> Optional.of(Status.OK));
        String id = letter.path("id").asText();
        assertThat(answer(gateway, "POST", "/dead-letters/{id}/resend", Map.of("id", id))
                        .path("queued")
                        .asBoolean())
                .isTrue();

        // Then it is delivered under its name, once
        awaitNothingPending(gateway);
        assertThat(csp().received).singleElement().satisfies(again -> {
            assertThat(again.callId()).isEqualTo(first.callId());
            assertThat(again.body()).isEqualTo(first.body());
        });
        assertThat(answer(gateway, "GET", "/dead-letters", Map.of()).path("letters"))
                .isEmpty();
        assertThatThrownBy(() -> answer(gateway, "POST", "/dead-letters/{id}/drop", Map.of("id", id)))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("no such dead letter");
        assertThatThrownBy(() -> answer(gateway, "POST", "/dead-letters/{id}/resend", Map.of("id", "x")))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("by its number");
    }

    private static JsonNode answer(Gateway gateway, String method, String pattern, Map<String, String> path)
            throws Exception {
        List<AdminRoute> routes = gateway.adminRoutes().stream()
                .filter(route ->
                        route.method().equals(method) && route.pattern().equals(pattern))
                .toList();
        assertThat(routes).hasSize(1);
        return JSON.readTree(routes.getFirst()
                .handler()
                .handle(new AdminRequest(path, Map.of(), Bytes.EMPTY))
                .body()
                .toUtf8());
    }
}

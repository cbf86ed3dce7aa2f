package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The admin ports of opinion servers: those of one database think the same, and each remembers its own judgements. Blocks.
 *
 * @param urls at least one
 */
record OpinionServers(List<URI> urls) {

    static final String OPTION = "--sos-admin";
    static final String VARIABLE = "PIGW_SOS_ADMIN_URL";

    /** The answer of the first that answers; else the {@link UserError} of the last. */
    JsonNode ask(Function<AdminClient, JsonNode> question) {
        UserError failure = null;
        for (URI url : urls) {
            try (AdminClient server = new AdminClient(url)) {
                return question.apply(server);
            } catch (UserError failed) {
                failure = failed;
            }
        }
        throw hinted(failure);
    }

    /** The answers of all that answer; if none does, the {@link UserError} of the last. */
    List<JsonNode> askAll(Function<AdminClient, JsonNode> question) {
        List<JsonNode> answers = new ArrayList<>();
        UserError failure = null;
        for (URI url : urls) {
            try (AdminClient server = new AdminClient(url)) {
                answers.add(question.apply(server));
            } catch (UserError failed) {
                failure = failed;
            }
        }
        if (answers.isEmpty()) {
            throw hinted(failure);
        }
        return answers;
    }

    private static UserError hinted(@Nullable UserError failure) {
        UserError last = Objects.requireNonNull(failure);
        return new UserError(
                last.getMessage() + " Name the admin port of an opinion server with " + OPTION + " HOST:PORT", last);
    }
}

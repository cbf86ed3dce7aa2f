package io.pigw.runtime.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pigw.p2psip.Bytes;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a route.
 *
 * @param path the variables of the route's pattern, decoded
 * @param query the first value of each query parameter, decoded
 * @param body as it came, within the server's limit
 * @param caller who sent it; null on a port that authenticates nobody
 */
public record AdminRequest(
        Map<String, String> path,
        Map<String, String> query,
        Bytes body,
        @Nullable AdminCaller caller) {

    /** Copies. */
    public AdminRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** A request of nobody in particular. */
    public AdminRequest(Map<String, String> path, Map<String, String> query, Bytes body) {
        this(path, query, body, null);
    }

    /**
     * Who sent it.
     *
     * @throws IllegalStateException on a port that authenticates nobody: such a route does not belong there
     */
    public AdminCaller authenticated() {
        AdminCaller known = caller;
        if (known == null) {
            throw new IllegalStateException("the route needs to know its caller, and this port asks nobody who he is");
        }
        return known;
    }

    /** A variable of the route's pattern. */
    public String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /** A query parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * A query parameter that is a number.
     *
     * @throws AdminException 400 if it is none, or not in the range
     */
    public long number(String name, long otherwise, long least, long greatest) throws AdminException {
        String text = query.get(name);
        try {
            long value = text == null ? otherwise : Long.parseLong(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException malformed) {
            // told below
        }
        throw new AdminException(400, name + " must be a number of " + least + " to " + greatest);
    }

    /**
     * The body as JSON; unknown keys are refused.
     *
     * @throws AdminException 400 if it is none of that type
     */
    public <T> T json(Class<T> type) throws AdminException {
        try {
            T value = AdminJson.MAPPER.readValue(body.toUtf8(), type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException malformed) {
            throw new AdminException(400, "the body is not as expected: " + AdminJson.problem(malformed));
        }
        throw new AdminException(400, "the body is empty");
    }
}

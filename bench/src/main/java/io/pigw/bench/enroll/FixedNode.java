package io.pigw.bench.enroll;

import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.util.List;

/**
 * A node with an ID of our choice, and an account of its own.
 *
 * @param role of it; peers get a user name
 */
public record FixedNode(Role role, NodeId id) {

    String line() {
        return role + " " + id;
    }

    static FixedNode parse(String line) {
        String[] words = line.split(" ", 2);
        return new FixedNode(Role.valueOf(words[0]), NodeId.parse(words[1]));
    }

    TokenRequest request() {
        List<String> users = role == Role.PEER ? List.of("user" + id) : List.of();
        return TokenRequest.fixed("node" + id, role, id, users);
    }
}

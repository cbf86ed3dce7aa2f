package io.pigw.enrollment.admin;

import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /revocations}, {@code POST /revocations}, {@code POST /revocations/release}. */
final class RevocationRoutes {

    private static final int NOT_FOUND = 404;

    private final Revocations revocations;
    private final UserNames names;
    private final Supplier<List<X509Certificate>> authorities;

    /** Over these revocations; authorities: whose certificates are revoked though they are not on record. */
    RevocationRoutes(Revocations revocations, UserNames names, Supplier<List<X509Certificate>> authorities) {
        this.revocations = revocations;
        this.names = names;
        this.authorities = authorities;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/revocations", this::list),
                new AdminRoute("POST", "/revocations", this::revoke),
                new AdminRoute("POST", "/revocations/release", this::release));
    }

    private AdminResponse list(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request);
        return page.answer("revocations", revocations.list(page.offset(), page.fetched()), Described::revocation);
    }

    /**
     * What is to be taken back, or given back: one of the first five.
     *
     * @param certificate in PEM, on record or not
     * @param reason a label of RFC 5280 §5.3.1; absent: {@code unspecified}
     * @param invalidSince from when on nothing of it is to be relied on
     */
    record Order(
            @Nullable String serial,
            @Nullable String node,
            @Nullable String user,
            @Nullable String account,
            @Nullable String certificate,
            @Nullable String reason,
            @Nullable Instant invalidSince) {

        Selector selector(UserNames names, List<X509Certificate> authorities) throws AdminException {
            List<Selector> selectors = new ArrayList<>();
            if (serial != null) {
                selectors.add(Selector.Serial.parse(serial));
            }
            if (node != null) {
                selectors.add(new Selector.Node(NodeId.parse(node)));
            }
            if (user != null) {
                selectors.add(new Selector.User(Names.user(names, user)));
            }
            if (account != null) {
                selectors.add(new Selector.Account(account));
            }
            if (certificate != null) {
                selectors.add(ShownCertificate.of(certificate, authorities));
            }
            if (selectors.size() != 1) {
                throw Requests.malformed(
                        "what is meant is not clear", "name one of serial, node, user, account, certificate");
            }
            return selectors.getFirst();
        }
    }

    private AdminResponse revoke(AdminRequest request) throws AdminException, InterruptedException {
        Order order = request.json(Order.class);
        RevocationReason reason =
                order.reason() == null ? RevocationReason.UNSPECIFIED : RevocationReason.parse(order.reason());
        return answer(revocations.revoke(new RevocationRequest(
                order.selector(names, authorities.get()), reason, order.invalidSince(), Requests.actor(request))));
    }

    private AdminResponse release(AdminRequest request) throws AdminException, InterruptedException {
        Order order = request.json(Order.class);
        if (order.reason() != null || order.invalidSince() != null) {
            throw Requests.malformed("lifting a hold takes no reason", "leave out reason and invalidSince");
        }
        return answer(revocations.unhold(order.selector(names, authorities.get()), Requests.actor(request)));
    }

    private static AdminResponse answer(RevocationResult result) throws AdminException {
        return switch (result) {
            case RevocationResult.Done done ->
                AdminResponse.json(Map.of(
                        "changed",
                                done.changed().stream()
                                        .map(Described::revocation)
                                        .toList(),
                        "unchanged",
                                done.unchanged().stream()
                                        .map(Described::revocation)
                                        .toList(),
                        "blocked", done.blocked(),
                        "tokens", done.tokens()));
            case RevocationResult.NotFound missing ->
                throw new AdminException(
                        NOT_FOUND, "not_found", missing.reason(), "'pigw enroll list' shows what there is");
            case RevocationResult.Refused refused -> throw Requests.conflict(refused.reason());
        };
    }
}

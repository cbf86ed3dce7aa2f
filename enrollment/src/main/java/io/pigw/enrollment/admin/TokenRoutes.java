package io.pigw.enrollment.admin;

import io.pigw.enrollment.store.TokenRecord;
import io.pigw.enrollment.store.TokenStore;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.InstantSource;
import java.util.List;

/** {@code GET /tokens}, {@code DELETE /tokens/{id}}. */
final class TokenRoutes {

    private final TokenStore tokens;
    private final InstantSource clock;

    TokenRoutes(TokenStore tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/tokens", this::list), new AdminRoute("DELETE", "/tokens/{id}", this::revoke));
    }

    private AdminResponse list(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request, "account");
        String account = request.parameter("account").orElse(null);
        List<TokenRecord> found =
                StoreAnswers.await(tokens.list(account, page.offset(), page.fetched(), clock.instant()));
        return page.answer("tokens", found, Described::token);
    }

    private AdminResponse revoke(AdminRequest request) throws AdminException, InterruptedException {
        String id = request.variable("id");
        return Requests.changed(
                StoreAnswers.await(tokens.revoke(id, Requests.actor(request), clock.instant())),
                "token " + id,
                Described::token);
    }
}

package io.pigw.enrollment.admin;

import io.pigw.enrollment.admin.RequestRoutes.Reason;
import io.pigw.enrollment.store.AccountRecord;
import io.pigw.enrollment.store.AccountStore;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /accounts}, {@code /accounts/{name}}, {@code POST /accounts/{name}/block}, {@code /unblock}, {@code /limits}. */
final class AccountRoutes {

    private final AccountStore accounts;
    private final InstantSource clock;

    AccountRoutes(AccountStore accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(
                new AdminRoute("GET", "/accounts", this::list),
                new AdminRoute("GET", "/accounts/{name}", this::show),
                new AdminRoute("POST", "/accounts/{name}/block", this::block),
                new AdminRoute("POST", "/accounts/{name}/unblock", this::unblock),
                new AdminRoute("POST", "/accounts/{name}/limits", this::limit));
    }

    private AdminResponse list(AdminRequest request) throws AdminException, InterruptedException {
        Requests.Page page = Requests.Page.of(request, "account", "state");
        boolean onlyBlocked = switch (request.parameter("state").orElse("all")) {
            case "all" -> false;
            case "blocked" -> true;
            case String other -> throw Requests.malformed("there is no state " + other, "one of all, blocked");
        };
        List<AccountRecord> found = StoreAnswers.await(accounts.list(
                request.parameter("account").orElse(null),
                onlyBlocked,
                page.offset(),
                page.fetched(),
                clock.instant()));
        return page.answer("accounts", found, Described::account);
    }

    private AdminResponse show(AdminRequest request) throws AdminException, InterruptedException {
        String name = request.variable("name");
        Optional<AccountRecord> found = StoreAnswers.await(accounts.find(name, clock.instant()));
        return AdminResponse.json(Described.account(found.orElseThrow(() -> Requests.notFound("account " + name))));
    }

    private AdminResponse block(AdminRequest request) throws AdminException, InterruptedException {
        String name = request.variable("name");
        String reason = Reason.required(request, AccountStore.MAX_REASON);
        return Requests.changed(
                StoreAnswers.await(accounts.block(name, reason, Requests.actor(request), clock.instant())),
                "account " + name,
                Described::account);
    }

    private AdminResponse unblock(AdminRequest request) throws AdminException, InterruptedException {
        String name = request.variable("name");
        return Requests.changed(
                StoreAnswers.await(accounts.unblock(name, Requests.actor(request), clock.instant())),
                "account " + name,
                Described::account);
    }

    /** Limits of one account; what is absent or null goes by the configuration. */
    record Limits(
            @Nullable Integer nodes,
            @Nullable Integer names,
            @Nullable Integer tokens) {}

    private AdminResponse limit(AdminRequest request) throws AdminException, InterruptedException {
        String name = request.variable("name");
        Limits limits = request.json(Limits.class);
        return Requests.changed(
                StoreAnswers.await(accounts.limit(
                        name,
                        limits.nodes(),
                        limits.names(),
                        limits.tokens(),
                        Requests.actor(request),
                        clock.instant())),
                "account " + name,
                Described::account);
    }
}

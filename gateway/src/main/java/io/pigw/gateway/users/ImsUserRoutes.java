package io.pigw.gateway.users;

import io.pigw.p2psip.Party;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /ims-users}, for an operator: pages by name, or one user. */
public final class ImsUserRoutes {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;

    private final ImsUsers users;
    private final Executor owner;

    private ImsUserRoutes(ImsUsers users, Executor owner) {
        this.users = users;
        this.owner = owner;
    }

    /** The routes; {@code owner} is the loop of the users' table. */
    public static List<AdminRoute> of(ImsUsers users, Executor owner) {
        ImsUserRoutes routes = new ImsUserRoutes(users, owner);
        return List.of(new AdminRoute("GET", "/ims-users", routes::list));
    }

    /** A user as the operator sees him. */
    record Shown(String user, String identity, String servedBy, Instant since, Instant until) {
        static Shown of(ImsUser user) {
            return new Shown(user.user().toString(), user.identity(), user.servedBy(), user.since(), user.until());
        }
    }

    /**
     * A page.
     *
     * @param next what {@code after} is for the next page; null on the last one
     */
    record Page(List<Shown> users, @Nullable String next) {}

    private AdminResponse list(AdminRequest request) throws AdminException {
        String wanted = request.parameter("user").orElse("");
        if (!wanted.isEmpty()) {
            Party.User user = user(wanted);
            return AdminResponse.json(new Page(
                    onLoop(() -> users.find(user).stream().map(Shown::of).toList()), null));
        }
        int max = (int) request.number("max", DEFAULT_PAGE, 1, MAX_PAGE);
        String after = request.parameter("after").orElse("");
        List<Shown> page =
                onLoop(() -> users.page(after, max).stream().map(Shown::of).toList());
        return AdminResponse.json(
                new Page(page, page.size() < max ? null : page.getLast().user()));
    }

    private static Party.User user(String text) throws AdminException {
        try {
            if (Party.parse(text) instanceof Party.User user) {
                return user;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new AdminException(400, "user must be name@domain");
    }

    /** On the admin port's virtual thread: waits for the loop. */
    private <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        owner.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }
}

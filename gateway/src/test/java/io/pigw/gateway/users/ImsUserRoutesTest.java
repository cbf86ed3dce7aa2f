package io.pigw.gateway.users;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Party;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminRoute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ImsUserRoutesTest {

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aQuestionThatFailsOnTheLoopIsAnsweredAllTheSame() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        try (ExecutorService loop = Executors.newSingleThreadExecutor()) {
            ImsUsers users = ImsUsers.open(new ImsUsers.Ports(
                    new NoStore(),
                    loop,
                    () -> {
                        if (broken.get()) {
                            throw new IllegalStateException("no time");
                        }
                        return Instant.EPOCH;
                    },
                    _ -> Optional.empty(),
                    _ -> {}));
            AdminRoute route = ImsUserRoutes.of(users, loop).getFirst();
            broken.set(true);

            assertThatThrownBy(() -> route.handler().handle(new AdminRequest(Map.of(), Map.of(), Bytes.EMPTY)))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("no time");
        }
    }

    private static final class NoStore implements ImsUserStore {
        @Override
        public List<ImsUser> load(Instant now, int max) {
            return List.of();
        }

        @Override
        public CompletionStage<Void> save(ImsUser user) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void remove(Party.User user) {}

        @Override
        public void removeEndedBefore(Instant limit) {}
    }
}

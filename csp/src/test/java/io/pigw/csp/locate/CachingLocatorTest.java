package io.pigw.csp.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingLocatorTest {

    private static final NodeContact THERE = new NodeContact(NodeId.of(586), new HostPort("127.0.0.1", 9586));

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
    private final List<Location> found = new ArrayList<>();
    private DatabaseLocationStore locations;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int searches;

    @BeforeEach
    void open() {
        locations = new DatabaseLocationStore(databases.open(store(), "io/pigw/csp/db"), NodeId.of(512), Runnable::run);
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void searchesOnceALifetime() {
        CachingLocator locator = locator();

        locate(locator, false);
        locate(locator, false);
        now = now.plusSeconds(60);
        locate(locator, false);

        assertThat(found)
                .containsExactly(
                        new Location.At(THERE, true), new Location.At(THERE, false), new Location.At(THERE, true));
        assertThat(searches).isEqualTo(2);
    }

    @Test
    void searchesAfreshWhenTold() {
        CachingLocator locator = locator();

        locate(locator, false);
        locate(locator, true);

        assertThat(searches).isEqualTo(2);
    }

    @Test
    void remembersOverARestart() {
        locate(locator(), false);
        now = now.plusSeconds(30);
        locations.save(new LocationStore.Known(THERE, now.plusSeconds(60)));
        close();
        Databases again = new Databases();
        try {
            locations = new DatabaseLocationStore(again.open(store(), "io/pigw/csp/db"), NodeId.of(512), Runnable::run);
            locate(locator(), false);
        } finally {
            again.close();
        }

        assertThat(found.getLast()).isEqualTo(new Location.At(THERE, false));
        assertThat(searches).isEqualTo(1);
    }

    private CachingLocator locator() {
        return new CachingLocator(
                (peer, _, _, then) -> {
                    searches++;
                    then.accept(new Location.At(THERE, true));
                },
                locations,
                () -> now,
                Duration.ofSeconds(60));
    }

    private void locate(CachingLocator locator, boolean afresh) {
        locator.locate(THERE.id(), new CallId("a"), afresh, found::add);
    }
}

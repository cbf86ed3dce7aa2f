package io.pigw.peer.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseInboxTest extends InboxContract {

    @TempDir
    private Path directory;

    private final Databases databases = new Databases();
    private Database database;

    @BeforeEach
    void open() {
        database = databases.open(store(), "io/pigw/peer/db");
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(directory.resolve("db"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Override
    Inbox inbox() {
        return of(586);
    }

    @Override
    Inbox reopened() {
        database.close();
        open();
        return of(586);
    }

    @Test
    void isOnesOwn() {
        of(586).accept(message("alice@ims.example.net", "a", "hi", null)).join();

        assertThat(of(700).after(0, 10)).isEmpty();
        assertThat(of(700).accept(message("alice@ims.example.net", "a", "hi", null))
                        .join())
                .isEqualTo(Inbox.Receipt.STORED);
    }

    private Inbox of(long owner) {
        return new DatabaseInbox(database, NodeId.of(owner), Runnable::run, CAPACITY);
    }
}

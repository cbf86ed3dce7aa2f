package io.pigw.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Room that is kept free. */
class DiskRoomTest {

    private static final long QUARTER_NANOS = 250_000_000;

    private final AtomicLong usable = new AtomicLong(100);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicInteger looks = new AtomicInteger();
    private final DiskRoom room = new DiskRoom("db", 100, this::look, nanos::get);

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void itIsLowBelowWhatIsKeptFreeUntilThereIsRoom() {
        assertThat(room.isLow()).isFalse();
        usable.set(99);
        nanos.addAndGet(QUARTER_NANOS);
        assertThat(room.isLow()).isTrue();
        usable.set(100);
        nanos.addAndGet(QUARTER_NANOS);
        assertThat(room.isLow()).isFalse();
    }

    @Test
    void itLooksFourTimesASecondAtMost() {
        for (int i = 0; i < 1000; i++) {
            room.isLow();
            nanos.addAndGet(QUARTER_NANOS / 100);
        }

        assertThat(looks).hasValue(10);
    }

    @Test
    void aDiskThatCannotBeLookedAtIsAsItWas() {
        usable.set(1);
        assertThat(room.isLow()).isTrue();
        usable.set(-1);
        nanos.addAndGet(QUARTER_NANOS);

        assertThat(room.isLow()).isTrue();
    }

    @Test
    void itLooksAtTheDiskOfTheFolder() {
        assertThat(DiskRoom.of(folder, Integer.MAX_VALUE).isLow()).isTrue();
        assertThat(DiskRoom.of(folder, 0).isLow()).isFalse();
        assertThat(DiskRoom.unknown().isLow()).isFalse();
    }

    private long look() throws IOException {
        looks.incrementAndGet();
        if (usable.get() < 0) {
            throw new IOException("away");
        }
        return usable.get();
    }
}

package io.pigw.runtime.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes in a process of its own, and says what is committed, until it is killed. */
final class KilledWriter {

    private static final int AT_ONCE = 50;

    private KilledWriter() {}

    public static void main(String[] arguments) {
        try (Databases databases = new Databases()) {
            Database database = databases.open(new StoreConfig(Path.of(arguments[0])), "io/pigw/runtime/store/db");
            for (int i = 0; i < 1_000_000; i += AT_ONCE) {
                List<CompletableFuture<Integer>> writes = new ArrayList<>();
                for (int j = i; j < i + AT_ONCE; j++) {
                    String name = "n" + j;
                    writes.add(database.writer()
                            .submit(Runnable::run, BatchWriterTest.insert(name))
                            .whenComplete((rows, failure) -> System.out.println(failure == null ? name : "failed")));
                }
                writes.forEach(CompletableFuture::join);
            }
        }
    }
}

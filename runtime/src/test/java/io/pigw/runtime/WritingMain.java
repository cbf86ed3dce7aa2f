package io.pigw.runtime;

import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.util.Scanner;

/** A service that writes each line of its standard input into its database, and says on the standard output what it does. */
final class WritingMain {

    static final String OPEN = "open";
    static final String MIGRATIONS = "io/pigw/runtime/store/db";

    private WritingMain() {}

    record Settings(StoreConfig store) {}

    /** {@code --config FILE}. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceMain.run("writing", Settings.class, 1, WritingMain::start, arguments);
    }

    private static AutoCloseable start(Settings settings, Environment environment) {
        Database database = environment.databases().open(settings.store(), MIGRATIONS);
        Thread.ofPlatform().daemon(true).start(() -> writeLines(database));
        System.out.println(OPEN);
        return () -> {
            database.close();
            System.out.println("closed");
        };
    }

    private static void writeLines(Database database) {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String name = lines.nextLine();
            var _ = database.writer()
                    .submit(Runnable::run, statements -> {
                        PreparedStatement insert = statements.prepared("INSERT INTO names (name) VALUES (?)");
                        insert.setString(1, name);
                        return insert.executeUpdate();
                    })
                    .thenAccept(_ -> System.out.println("written"));
        }
    }
}

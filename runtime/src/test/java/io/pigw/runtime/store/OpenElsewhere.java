package io.pigw.runtime.store;

import java.nio.file.Path;

/** Opens a database in a process of its own and says what became of it. */
final class OpenElsewhere {

    private OpenElsewhere() {}

    public static void main(String[] arguments) {
        try (Databases databases = new Databases()) {
            databases.open(new StoreConfig(Path.of(arguments[0])), "io/pigw/runtime/store/db");
            System.out.println("opened");
        } catch (StoreException refused) {
            System.out.println(refused.getMessage());
        }
    }
}

package io.pigw.runtime.store;

import java.nio.file.Path;

/**
 * Where a service keeps its database.
 *
 * @param directory of the database itself; made when it is missing, its parents too
 */
public record StoreConfig(Path directory) {}

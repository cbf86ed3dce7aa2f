package io.pigw.enrollment.store;

/** The limits of a page. */
final class Paging {

    private Paging() {}

    static void check(int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > RegistryStore.MAX_PAGE) {
            throw new IllegalArgumentException("a page has an offset of 0 or more and 1 to " + RegistryStore.MAX_PAGE
                    + " rows, not " + offset + " and " + limit);
        }
    }
}

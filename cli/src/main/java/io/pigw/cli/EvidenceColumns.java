package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The evidence on a link and the opinion that follows from it, as columns of a table. */
final class EvidenceColumns {

    private static final List<String> HEADS =
            List.of("good", "bad", "told", "contradicted", "belief", "disbelief", "uncertainty", "expectation");

    private EvidenceColumns() {}

    /** A table with other columns before and after them. */
    static Table table(List<String> before, List<String> after) {
        return new Table(row(before, HEADS, after));
    }

    /** Adds a link as an opinion server tells of it. */
    static void add(Table table, List<String> before, JsonNode link, List<String> after) {
        List<String> cells = Stream.of(
                        "/good",
                        "/bad",
                        "/told",
                        "/contradicted",
                        "/opinion/belief",
                        "/opinion/disbelief",
                        "/opinion/uncertainty",
                        "/opinion/expectation")
                .map(path -> Shares.two(link, path))
                .toList();
        table.add(row(before, cells, after));
    }

    private static String[] row(List<String> before, List<String> cells, List<String> after) {
        return Stream.of(before, cells, after).flatMap(List::stream).toArray(String[]::new);
    }
}

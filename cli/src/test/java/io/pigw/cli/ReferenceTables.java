package io.pigw.cli;

import io.pigw.runtime.config.ConfigurationKey;
import io.pigw.runtime.config.ConfigurationKey.Kind;
import io.pigw.runtime.config.ConfigurationReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables of docs/configuration.md, held against the records that configurations are read into. */
final class ReferenceTables {

    private static final String COMMON = "Common sections";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern SAME_AS = Pattern.compile(" as `([^`]+)`");
    private static final List<String> OTHER_THAN_TEXT =
            List.of("section", "list", "duration", "path", "boolean", "number");

    private final List<Row> rows = new ArrayList<>();

    /**
     * A row for one key.
     *
     * @param path of the key; {@code *} stands for any one name
     */
    private record Row(int line, String chapter, String path, String type, String byDefault) {

        boolean isFor(String key) {
            return Pattern.matches(Pattern.quote(path).replace("*", "\\E[^.]+\\Q"), key);
        }
    }

    /** @param document all of docs/configuration.md */
    ReferenceTables(String document) {
        String chapter = "";
        String prefix = "";
        int number = 0;
        for (String line : document.lines().toList()) {
            number++;
            if (line.startsWith("## ")) {
                chapter = line.substring(3);
            }
            List<String> cells = cells(line);
            if (cells.size() == 4 && cells.getFirst().startsWith("key")) {
                prefix = code(cells.getFirst())
                        .map(section -> section + ".")
                        .findFirst()
                        .orElse("");
            } else if (cells.size() == 4 && cells.getFirst().startsWith("`")) {
                add(number, chapter, prefix, cells);
            }
        }
    }

    private void add(int line, String chapter, String prefix, List<String> cells) {
        String path = "";
        for (String name : code(cells.getFirst()).toList()) {
            path = name.startsWith(".") ? path.substring(0, path.lastIndexOf('.')) + name : prefix + name;
            rows.add(new Row(line, chapter, path, cells.get(1), cells.get(2)));
        }
    }

    /** A sentence for each key that has no row, each row that has no key, and each row that says something else than its key. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        Set<Integer> used = new TreeSet<>();
        for (ServiceKind service : ServiceKind.values()) {
            for (ConfigurationKey key : ConfigurationReference.of(service.configuration())) {
                Optional<Row> row = row(service.toString(), key.path());
                row.ifPresent(found -> {
                    used.add(rows.indexOf(found));
                    complain(service, key, found).ifPresent(complaints::add);
                });
                if (row.isEmpty() && key.kind() != Kind.SECTION) {
                    complaints.add("docs/configuration.md, ## " + service + ": add a row for " + key.path() + ": | `"
                            + key.path() + "` | " + type(key) + " | " + byDefault(key) + " | … |");
                }
            }
        }
        for (Row row : rows) {
            boolean isReference = row.chapter().equals(COMMON)
                    || Arrays.stream(ServiceKind.values())
                            .anyMatch(service -> service.toString().equals(row.chapter()));
            if (isReference && !used.contains(rows.indexOf(row))) {
                complaints.add(at(row) + "there is no such key");
            }
        }
        return complaints;
    }

    private Optional<Row> row(String chapter, String key) {
        return find(chapter, key).or(() -> likened(chapter, key)).or(() -> find(COMMON, key));
    }

    private Optional<Row> find(String chapter, String key) {
        return rows.stream()
                .filter(row -> row.chapter().equals(chapter) && row.isFor(key))
                .findFirst();
    }

    /** That of another section, of which a row says that this one is the same. */
    private Optional<Row> likened(String chapter, String key) {
        return rows.stream()
                .filter(row -> row.chapter().equals(chapter) && key.startsWith(row.path() + "."))
                .flatMap(row -> SAME_AS.matcher(row.type())
                        .results()
                        .map(match -> match.group(1) + key.substring(row.path().length())))
                .flatMap(other -> find(COMMON, other).stream())
                .findFirst();
    }

    private static Optional<String> complain(ServiceKind service, ConfigurationKey key, Row row) {
        if (!hasType(key, row.type())) {
            return Optional.of(at(row) + "the type for " + service + " is: " + type(key));
        }
        return hasDefault(key, row.byDefault())
                ? Optional.empty()
                : Optional.of(at(row) + "the default for " + service + " is: " + byDefault(key));
    }

    private static boolean hasType(ConfigurationKey key, String cell) {
        return switch (key.kind()) {
            case CHOICE -> code(cell).toList().equals(key.choices());
            case TEXT -> !cell.isBlank() && OTHER_THAN_TEXT.stream().noneMatch(cell::startsWith);
            case SECTION, LIST, DURATION, ADDRESS, PATH, BOOLEAN, NUMBER, NODE_ID ->
                cell.startsWith(key.kind().word());
        };
    }

    private static boolean hasDefault(ConfigurationKey key, String cell) {
        String byDefault = key.byDefault();
        return byDefault != null
                ? cell.replace("`", "").equals(byDefault)
                : key.required() ? cell.equals("required") : !cell.isBlank() && !cell.equals("required");
    }

    private static String type(ConfigurationKey key) {
        return key.choices().isEmpty() ? key.kind().word() : "`" + String.join("`, `", key.choices()) + "`";
    }

    private static String byDefault(ConfigurationKey key) {
        String byDefault = key.byDefault();
        return byDefault != null ? byDefault : key.required() ? "required" : "none, or when it is needed";
    }

    private static String at(Row row) {
        return "docs/configuration.md:" + row.line() + ": " + row.path() + ": ";
    }

    private static Stream<String> code(String cell) {
        Matcher matcher = CODE.matcher(cell);
        return matcher.results().map((MatchResult match) -> match.group(1));
    }

    private static List<String> cells(String line) {
        return line.startsWith("|") && line.endsWith("|") && line.length() > 1
                ? Arrays.stream(CELLS.split(line.substring(1, line.length() - 1), -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }
}

package io.pigw.cli.enroll;

import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns, as a ceremony prints them. */
final class Columns {

    private final List<List<String>> rows = new ArrayList<>();

    Columns(String... heads) {
        rows.add(List.of(heads));
    }

    Columns add(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(any -> any.get(column).length())
                        .max()
                        .orElse(0);
                text.append(row.get(i));
                if (i < row.size() - 1) {
                    text.repeat(' ', width - row.get(i).length() + 2);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}

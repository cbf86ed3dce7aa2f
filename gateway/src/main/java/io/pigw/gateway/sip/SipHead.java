package io.pigw.gateway.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Start line and header fields of one message as they came, unfolded, with long header names; nothing else is understood yet.
 *
 * @param startLine request line or status line
 * @param fields in order
 */
public record SipHead(String startLine, List<HeaderField> fields) {

    /** Copies the list. */
    public SipHead {
        fields = List.copyOf(fields);
    }

    /** Whether this is the head of a response. */
    boolean isResponse() {
        return startLine.regionMatches(true, 0, "SIP/", 0, 4);
    }

    /** The first value of a header, by its long form. */
    public Optional<String> first(String name) {
        for (HeaderField field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** All values of a header, by its long form, one for each line. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (HeaderField field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    /** All values of a header, by its long form, comma-separated lists taken apart. */
    public List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (String line : all(name)) {
            int start = 0;
            for (int comma = SipText.indexOutsideQuotes(line, ',', 0);
                    comma >= 0;
                    comma = SipText.indexOutsideQuotes(line, ',', start)) {
                values.add(SipText.trim(line.substring(start, comma)));
                start = comma + 1;
            }
            values.add(SipText.trim(line.substring(start)));
        }
        values.removeIf(String::isEmpty);
        return values;
    }
}

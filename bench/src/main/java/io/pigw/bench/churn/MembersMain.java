package io.pigw.bench.churn;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs some members of a ring until standard input ends. Says {@code ready} once its CSPs listen, and answers each line: {@code join}
 * by {@code joining}, {@code state} by a {@link MembersState}, {@code store VERSION} by {@code stored N}, {@code fetch VERSION OWNER READER …}
 * by {@code found N}.
 */
public final class MembersMain {

    static final String READY = "ready";
    static final String JOIN = "join";
    static final String JOINING = "joining";
    static final String STATE = "state";
    static final String STORE = "store";
    static final String STORED = "stored ";
    static final String FETCH = "fetch";
    static final String FOUND = "found ";

    private static final int LOOP_THREADS = 2;

    private MembersMain() {}

    /** {@code RING-BITS LIST}: the file has a line for each member, {@code csp FILE} or {@code peer FILE}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        OverlayRecords records = new OverlayRecords(Integer.parseInt(arguments[0]));
        try (Environment environment = Environment.create(LOOP_THREADS);
                Members members = Members.start(environment, Path.of(arguments[1]));
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(READY);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                List<String> words = List.of(line.split(" "));
                System.out.println(
                        switch (words.getFirst()) {
                            case JOIN -> {
                                members.join();
                                yield JOINING;
                            }
                            case STATE -> members.state().line();
                            case STORE -> STORED + records.store(members.peers(), Integer.parseInt(words.get(1)));
                            case FETCH ->
                                FOUND
                                        + records.fetch(
                                                fetches(members, words.subList(2, words.size())),
                                                Integer.parseInt(words.get(1)));
                            default -> throw new IllegalArgumentException("not understood: " + line);
                        });
            }
            // Nobody needs what is left: whoever measured is done, or gone.
            Runtime.getRuntime().halt(0);
        }
    }

    private static List<OverlayRecords.Fetch> fetches(Members members, List<String> pairs) {
        List<OverlayRecords.Fetch> fetches = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            fetches.add(
                    new OverlayRecords.Fetch(NodeId.parse(pairs.get(i)), members.peer(NodeId.parse(pairs.get(i + 1)))));
        }
        return fetches;
    }
}

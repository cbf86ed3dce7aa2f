package io.pigw.enrollment.policy;

/**
 * What a normalised name looks like, after Unicode TS #39 §4: names with one skeleton can be taken for one another. Names are
 * ASCII here, so the table of that report comes down to {@code 0}, {@code 1} and {@code m}; {@code i}, {@code vv} and the
 * marks between letters are added.
 */
public final class Skeleton {

    private Skeleton() {}

    /** The skeleton of what stands before the {@code @}. Not a name, and shown to nobody. */
    public static String of(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '0' -> out.append('o');
                case '1', 'i' -> out.append('l');
                case 'm' -> out.append("rn");
                case 'w' -> out.append("vv");
                case '.', '-', '_' -> {
                    // Between digits a mark tells numbers apart: 1-11 is not 11-1.
                    if (isDigitAt(name, i - 1) && isDigitAt(name, i + 1)) {
                        out.append('-');
                    }
                }
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isDigitAt(String name, int index) {
        return index >= 0 && index < name.length() && Character.isDigit(name.charAt(index));
    }
}

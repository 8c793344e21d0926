package io.github.camellinkup.component;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that a misspelt one was meant for. Public for hosts, which refuse properties as endpoints refuse options. */
public final class Spelling {

    private Spelling() {}

    /** What to add to a message: the nearest of the names as a question, or nothing if none is near. */
    public static String suggestion(String misspelt, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(misspelt, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(misspelt, name)))
                .map(name -> ". Did you mean " + name + "?")
                .orElse("");
    }

    /** Levenshtein's distance, without regard to letter case. */
    private static int distance(String one, String other) {
        String from = one.toLowerCase(Locale.ROOT);
        String to = other.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}

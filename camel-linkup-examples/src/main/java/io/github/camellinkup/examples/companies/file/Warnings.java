package io.github.camellinkup.examples.companies.file;

import java.util.ArrayList;
import java.util.List;

/** What a user should know of a file before its rows are sent: the first few in words, the others counted. */
final class Warnings {

    private static final int MOST = 10;

    private final List<String> first = new ArrayList<>();
    private long more;

    void add(String warning) {
        if (first.size() < MOST) {
            first.add(warning);
        } else {
            more++;
        }
    }

    List<String> inWords() {
        List<String> words = new ArrayList<>(first);
        if (more > 0) {
            words.add("There are " + more + " more warnings of this kind.");
        }
        return words;
    }
}

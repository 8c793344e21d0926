package io.github.camellinkup.examples.companies.command;

import java.io.PrintWriter;
import org.apache.commons.text.WordUtils;

/** Texts in lines that fit any terminal, broken between words. A path that is longer stands alone, for copying. */
final class TerminalText {

    static final int WIDTH = 79;
    private static final int LABEL_WIDTH = 10;

    private TerminalText() {}

    static void print(PrintWriter out, String text) {
        for (String line : text.split("\\R")) {
            out.println(WordUtils.wrap(line, WIDTH, System.lineSeparator(), false));
        }
        out.flush();
    }

    /** Prints a text with a label at its left. */
    static void print(PrintWriter out, String label, String text) {
        String indentation = System.lineSeparator() + " ".repeat(LABEL_WIDTH);
        String lines = WordUtils.wrap(text, WIDTH - LABEL_WIDTH, indentation, false);
        out.println(String.format("%-" + LABEL_WIDTH + "s", label) + lines);
        out.flush();
    }
}

package io.github.camellinkup.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code blocks in the documentation that are parts of compiled or executed files. In Markdown, the line
 * {@code <!-- snippet: path/to/File.java#name -->} stands before the fenced block; in the file, the part stands between
 * a line that ends in {@code snippet:name} and one that ends in {@code end:name}. A name can stand at several parts, which
 * are then shown as one.
 */
final class Snippets {

    private static final Pattern BLOCK =
            Pattern.compile("(<!-- snippet: (\\S+)#(\\S+) -->\\n```\\w*\\n)(.*?)(```\\n)", Pattern.DOTALL);

    private static final Pattern MARKER = Pattern.compile(" (snippet|end):(\\S+)(?: -->)?\\s*$");

    private final Path root;

    Snippets(Path root) {
        this.root = root;
    }

    /** The page with every snippet as its source has it now. */
    String refreshed(String page) throws IOException {
        Matcher block = BLOCK.matcher(page);
        StringBuilder refreshed = new StringBuilder();
        while (block.find()) {
            String code = read(root.resolve(block.group(2)), block.group(3));
            block.appendReplacement(refreshed, Matcher.quoteReplacement(block.group(1) + code + block.group(5)));
        }
        return block.appendTail(refreshed).toString();
    }

    private static String read(Path file, String name) throws IOException {
        List<String> code = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            Matcher marker = MARKER.matcher(line);
            if (!marker.find()) {
                if (inside) {
                    code.add(line);
                }
            } else if (marker.group(2).equals(name)) {
                inside = marker.group(1).equals("snippet");
            }
        }
        if (code.isEmpty() || inside) {
            throw new IllegalStateException(
                    file + " has no part between 'snippet:" + name + "' and 'end:" + name + "'");
        }
        return String.join("\n", code).stripIndent() + "\n";
    }
}

package io.github.camellinkup.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code blocks in the documentation that are parts of compiled or executed files. In Markdown, the line
 * {@code <!-- snippet: path/to/File.java#name -->} stands before the fenced block; in the file, the part stands between
 * a line that ends in {@code snippet:name} and one that ends in {@code end:name}.
 */
final class Snippets {

    private static final Pattern BLOCK =
            Pattern.compile("(<!-- snippet: (\\S+)#(\\S+) -->\\n```\\w*\\n)(.*?)(```\\n)", Pattern.DOTALL);

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
        List<String> lines = Files.readAllLines(file);
        int start = indexOfLineEndingIn(lines, "snippet:" + name, file);
        int end = indexOfLineEndingIn(lines, "end:" + name, file);
        return String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
    }

    private static int indexOfLineEndingIn(List<String> lines, String marker, Path file) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().endsWith(" " + marker)) {
                return i;
            }
        }
        throw new IllegalStateException(file + " has no line that ends in '" + marker + "'");
    }
}

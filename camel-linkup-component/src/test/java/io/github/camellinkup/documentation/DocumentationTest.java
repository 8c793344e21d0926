package io.github.camellinkup.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the documentation true: its code is part of files that are compiled or executed, its tables are those of the
 * catalog, its links lead somewhere. {@code -Ddocs.update=true} writes what is out of date.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CATALOG_FILE =
            Path.of("src/generated/resources/META-INF/io/github/camellinkup/component/linkup.json");
    private static final Pattern CODE = Pattern.compile("(?:(<!-- snippet: \\S+ -->)\\n)?```(java|yaml|xml|json)\\n");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "camel-linkup-examples/README.md")) {
            pages.add(ROOT.resolve(page));
        }
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeAndTablesAreThoseOfTheSources(Path page) throws IOException {
        String written = Files.readString(page);
        OptionTables tables = new OptionTables(new ObjectMapper().readTree(CATALOG_FILE.toFile()));
        String refreshed = tables.refreshed(new Snippets(ROOT).refreshed(written));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(page, refreshed);
            return;
        }
        assertThat(written)
                .as("%s is out of date: run this test with -Ddocs.update=true", ROOT.relativize(page))
                .isEqualTo(refreshed);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noCodeStandsByItself(Path page) throws IOException {
        Matcher code = CODE.matcher(Files.readString(page));
        while (code.find()) {
            assertThat(code.group(1))
                    .as("%s: a block of %s is not taken from a source", ROOT.relativize(page), code.group(2))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesThatExist(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            assertThat(page.resolveSibling(link.group(1)).normalize()).exists();
        }
    }

    @Test
    void everyOptionHasADescription() throws IOException {
        var catalog = new ObjectMapper().readTree(CATALOG_FILE.toFile());
        for (String group : List.of("componentProperties", "properties", "headers")) {
            catalog.path(group).properties().forEach(option -> assertThat(
                            option.getValue().path("description").asText())
                    .as(option.getKey())
                    .isNotBlank());
        }
    }
}

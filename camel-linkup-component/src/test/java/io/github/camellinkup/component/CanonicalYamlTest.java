package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Routes in YAML are in Camel's canonical form, which visual editors write too: no step is a mere text, options are no
 * part of an URI, and an expression stands under {@code expression}. Newer versions of Camel warn of other forms.
 */
class CanonicalYamlTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LANGUAGES = Set.of("constant", "simple", "header", "jsonpath", "jq");

    /** What users read and copy. */
    static Stream<Path> routes() throws IOException {
        List<Path> routes = new ArrayList<>();
        for (String folder : List.of(
                "camel-linkup-component/src/test/resources/docs",
                "camel-linkup-getting-started",
                "camel-linkup-kamelets/src",
                "camel-linkup-examples/src/main",
                "camel-linkup-examples-spring-boot/src/main",
                "camel-linkup-examples-quarkus/src/main")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".yaml")).forEach(routes::add);
            }
        }
        return routes.stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theFormIsCanonical(Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        inspect(document, "", problems);
        assertThat(problems).as(ROOT.relativize(file).toString()).isEmpty();
    }

    private static void inspect(Object node, String path, List<String> problems) {
        if (node instanceof List<?> list) {
            for (int index = 0; index < list.size(); index++) {
                inspect(list.get(index), path + "/" + index, problems);
            }
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> inspectEntry(path, key.toString(), value, problems));
        }
    }

    private static void inspectEntry(String path, String key, Object value, List<String> problems) {
        String entry = path + "/" + key;
        if (path.matches(".*/steps/\\d+") && !(value instanceof Map)) {
            problems.add(entry + " is a text: write its options");
        }
        if (key.equals("uri") && value.toString().contains("?")) {
            problems.add(entry + " has options: write parameters");
        }
        if (LANGUAGES.contains(key) && !path.endsWith("/expression")) {
            problems.add(entry + " stands outside of expression");
        }
        if (LANGUAGES.contains(key) && !(value instanceof Map)) {
            problems.add(entry + " is a text: write expression");
        }
        if (!key.equals("parameters")) {
            inspect(value, entry, problems);
        }
    }
}

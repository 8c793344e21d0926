package io.github.camellinkup.kamelets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The kamelets as they are in the jar. */
final class KameletFiles {

    static final List<String> NAMES = List.of(
            "linkup-fetch-action",
            "linkup-research-action",
            "linkup-search-action",
            "linkup-tasks-sink",
            "linkup-tasks-source");

    private KameletFiles() {}

    static Stream<String> names() {
        return NAMES.stream();
    }

    static String text(String name) throws IOException {
        return resource("/kamelets/" + name + ".kamelet.yaml");
    }

    static Map<String, Object> yaml(String name) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(text(name)));
    }

    static String resource(String path) throws IOException {
        try (InputStream content = Objects.requireNonNull(KameletFiles.class.getResourceAsStream(path), path)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What stands under the keys of a map of maps; empty if nothing does. */
    static Map<String, Object> map(Object node, String... keys) {
        Object found = node;
        for (String key : keys) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> result = found == null ? Map.of() : (Map<String, Object>) found;
        return result;
    }
}

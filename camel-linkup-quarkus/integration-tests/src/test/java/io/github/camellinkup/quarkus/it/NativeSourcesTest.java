package io.github.camellinkup.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a native image would keep, in the sources that Quarkus generates for it. */
@Tag("native")
class NativeSourcesTest {

    private static String configuration(String name) throws IOException {
        Path jar;
        try (Stream<Path> files = Files.walk(Path.of("target"))) {
            jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        try (JarFile sources = new JarFile(jar.toFile());
                InputStream content = sources.getInputStream(sources.getEntry("META-INF/native-image/" + name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void classesThatAreFoundByNameAreKept() throws IOException {
        assertThat(configuration("reflect-config.json"))
                .contains(Stream.of(
                                "quarkus.it.Company",
                                "client.model.SourcedAnswer",
                                "client.model.SearchRequest",
                                "client.exception.LinkupTooManyRequestsException",
                                "component.LinkupComponent",
                                "component.LinkupConfiguration",
                                "engine.exception.LinkupPartialBatchException",
                                "engine.repository.JdbcTaskRepository")
                        .map(name -> "\"io.github.camellinkup." + name + "\"")
                        .toList());
    }

    @Test
    void linkupCanBeReachedByHttps() throws IOException {
        assertThat(Path.of("target", "native-sources", "native-image.args"))
                .content()
                .containsPattern("--enable-url-protocols=\\S*https");
    }

    @Test
    void resourcesAreKept() throws IOException {
        assertThat(configuration("resource-config.json"))
                .contains("schema-", "prices.properties", "camel-linkup-component/pom.properties");
    }
}

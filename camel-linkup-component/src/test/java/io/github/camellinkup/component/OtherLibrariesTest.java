package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camellinkup.test.Operation;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of the component on a class path whose libraries are others than those that it was built with. */
class OtherLibrariesTest extends LinkupTestSupport {

    public record Company(String name) {}

    /** Runs a search in a program with a class path of its own. */
    private void search(String options, UnaryOperator<Stream<String>> libraries) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] paths = libraries
                .apply(Stream.of(classPath.split(File.pathSeparator)))
                .map(OtherLibrariesTest::url)
                .toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(paths, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(KeySourcesTest.KeylessProgram.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {standIn().baseUrl() + "&apiKey=" + API_KEY + options});
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutTheSchemaLibrariesAllElseWorks() throws Exception {
        search("", paths -> paths.filter(path -> !path.contains("victools") && !path.contains("jackson-datatype")));

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(1);
    }

    @Test
    void aMissingLibraryIsNamedBeforeAnythingIsSent() {
        Throwable failure = catchThrowable(() -> search(
                "&structuredOutputClass=" + Company.class.getName(),
                paths -> paths.filter(path -> !path.contains("victools"))));

        assertThat(failure)
                .isInstanceOf(InvocationTargetException.class)
                .hasStackTraceContaining("Option structuredOutputClass")
                .hasStackTraceContaining("Missing or in the wrong version: jsonschema-generator. ");
        assertThat(standIn().count(Operation.SEARCH)).isZero();
    }

    public record Dated(LocalDate founded) {}

    @Test
    void aFieldThatOnlyAFurtherModuleReadsIsNamedWithTheModule() {
        Throwable failure = catchThrowable(() -> search(
                "&structuredOutputClass=" + Dated.class.getName(),
                paths -> paths.filter(path -> !path.contains("jackson-datatype-jsr310"))));

        assertThat(failure)
                .hasStackTraceContaining("field founded of class " + Dated.class.getName()
                        + " is of type java.time.LocalDate, which cannot be read by Jackson")
                .hasStackTraceContaining("com.fasterxml.jackson.datatype:jackson-datatype-jsr310");
        assertThat(standIn().count(Operation.SEARCH)).isZero();
    }

    /** As in a project where another library brings an older jackson-core. */
    @Test
    void aLibraryOfAnotherVersionIsNamedBeforeAnythingIsSent() {
        Throwable failure = catchThrowable(() -> search(
                "&structuredOutputClass=" + Company.class.getName(),
                paths -> Stream.concat(
                        Stream.of(System.getProperty("other.jackson.core")),
                        paths.filter(path -> !path.contains("jackson-core")))));

        assertThat(failure)
                .hasStackTraceContaining("Option structuredOutputClass")
                .hasStackTraceContaining("Missing or in the wrong version: jackson-core.")
                .hasStackTraceContaining("jackson-core 2.17.2")
                .hasStackTraceContaining("camel-linkup-bom");
        assertThat(standIn().count(Operation.SEARCH)).isZero();
    }
}

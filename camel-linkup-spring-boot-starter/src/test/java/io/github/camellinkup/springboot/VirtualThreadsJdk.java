package io.github.camellinkup.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a JDK with virtual threads: the one that runs the tests, one installed beside it, or one that a variable such as
 * {@code JAVA_HOME_21_X64} names.
 */
final class VirtualThreadsJdk {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private VirtualThreadsJdk() {}

    static Optional<Path> home() {
        Path own = Path.of(System.getProperty("java.home"));
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        try (Stream<Path> beside = Files.list(own.getParent())) {
            return Stream.of(Stream.of(own), named, beside)
                    .flatMap(homes -> homes)
                    .filter(VirtualThreadsJdk::hasVirtualThreads)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasVirtualThreads(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.exists(home.resolve("bin"))) {
            return false;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() && Integer.parseInt(version.group(1)) >= 21;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

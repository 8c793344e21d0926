package io.github.camellinkup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of 20 MB each pass through a route in a process of its own that has memory for a few of them. */
class LargeResultsTest {

    private static final int SIZE = 20 * 1024 * 1024;
    private static final int WITHOUT_TEXT = "{\"markdown\":\"\"}".length();

    @TempDir
    private Path folder;

    @Test
    void ofTasksThatWereSubmittedEachIsEmittedOnce() throws Exception {
        assertEachIsEmittedOnce(100, "linkup:tasks?taskScope=submitted&initialDelay=0");
    }

    @Test
    void ofAllTasksEachIsEmittedOnce() throws Exception {
        assertEachIsEmittedOnce(25, "linkup:tasks?taskScope=all&since=2026-01-01T00:00:00Z&initialDelay=0");
    }

    private void assertEachIsEmittedOnce(int count, String consumer) throws Exception {
        Path output = folder.resolve("output.txt");
        try (LargeResults results = new LargeResults(count, SIZE)) {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-XX:ActiveProcessorCount=2",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeResultsRoute.class.getName(),
                            results.baseUrl(),
                            consumer,
                            String.valueOf(count)))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
            } finally {
                process.destroyForcibly();
            }

            assertThat(Files.readString(output))
                    .contains("complete=true emitted=" + count + " emissions=" + count + " failures=0 bytes="
                            + (long) count * (SIZE + WITHOUT_TEXT));
            assertThat(process.exitValue()).isZero();
            // Each has a page of its own, after those that were too large.
            assertThat(results.pages()).as("pages that were read").isBetween(count, count + 10);
        }
    }
}

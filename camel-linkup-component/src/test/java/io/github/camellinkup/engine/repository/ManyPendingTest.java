package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 pending tasks in a small JVM of their own. */
class ManyPendingTest {

    @Test
    void aHundredThousandPendingTasksFitIntoASmallHeap(@TempDir Path directory) throws Exception {
        File output = directory.resolve("output").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyPending.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> contentOf(output)).isZero();
    }

    private static String contentOf(File output) {
        return org.assertj.core.api.Assertions.contentOf(output);
    }
}

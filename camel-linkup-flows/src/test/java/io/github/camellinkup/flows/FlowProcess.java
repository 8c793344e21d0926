package io.github.camellinkup.flows;

import io.github.camellinkup.test.LinkupStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import org.awaitility.Awaitility;

/** An installed flow in a process of its own, which can be killed. */
final class FlowProcess implements AutoCloseable {

    private final Process process;
    private final Path said;

    private FlowProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** @param folder gets the file of properties that the process starts with, and what it says */
    static FlowProcess start(String name, LinkupStandIn standIn, Path folder, Map<String, String> settings)
            throws IOException {
        Properties properties = new Properties();
        properties.setProperty("linkup.address", standIn.baseUrl());
        properties.setProperty("camel.component.linkup.api-key", standIn.apiKey());
        properties.putAll(settings);
        Path file = folder.resolve("my.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        Path said = Files.createTempFile(folder, "said-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        Main.class.getName(),
                        "-propertiesLocation",
                        "file:" + file + ",classpath:flows/" + name + "/application.properties"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new FlowProcess(builder.start(), said);
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("The process ended too early: " + Files.readString(said));
                    }
                })
                .until(condition);
    }

    /** Ends the process at once: nothing in it can react. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }
}

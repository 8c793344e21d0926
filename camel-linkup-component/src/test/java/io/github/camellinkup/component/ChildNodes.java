package io.github.camellinkup.component;

import io.github.camellinkup.component.DoomedRepository.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Starts nodes as processes of their own.
 *
 * @param directory where they write their log and their journal
 */
record ChildNodes(Path directory, String baseUrl, String jdbcUrl) {

    /** The stand-in of these tests takes no other; it is not a secret of anybody. */
    static final String API_KEY = "linkup-stand-in-key";

    static DataSource dataSource(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            PGSimpleDataSource postgres = new PGSimpleDataSource();
            postgres.setUrl(url);
            return postgres;
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2;
    }

    DataSource dataSource() {
        return dataSource(jdbcUrl);
    }

    /** What a process is called in the journal: the name of its node does not tell it from the one before. */
    static String label(String node, long processId) {
        return node + "-" + processId;
    }

    EmissionJournal journal() {
        return new EmissionJournal(journalFile());
    }

    private Path journalFile() {
        return directory.resolve("journal");
    }

    private Path logFile() {
        return directory.resolve("log");
    }

    /** What the processes have printed so far. */
    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link DoomedNode} for what the node is told. */
    Process start(String node, int from, int to, Moment moment, int count, String lockDirectory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedNode.class.getName(),
                        baseUrl,
                        jdbcUrl,
                        node,
                        String.valueOf(from),
                        String.valueOf(to),
                        moment.name(),
                        String.valueOf(count),
                        lockDirectory,
                        journalFile().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }
}

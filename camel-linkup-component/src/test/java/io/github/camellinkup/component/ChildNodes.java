package io.github.camellinkup.component;

import io.github.camellinkup.component.DoomedRepository.Moment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Starts nodes as processes of their own. */
final class ChildNodes {

    /** The stand-in of these tests takes no other; it is not a secret of anybody. */
    static final String API_KEY = "linkup-stand-in-key";

    private ChildNodes() {}

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

    static Process start(
            File log,
            String baseUrl,
            String jdbcUrl,
            String node,
            int from,
            int to,
            Moment moment,
            int count,
            String lockDirectory)
            throws IOException {
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
                        lockDirectory)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}

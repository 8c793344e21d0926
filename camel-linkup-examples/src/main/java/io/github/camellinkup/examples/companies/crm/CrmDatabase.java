package io.github.camellinkup.examples.companies.crm;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The database that the CRM table is in: any with a JDBC driver, or an H2 file in the output folder. */
public final class CrmDatabase implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final boolean embedded;

    private CrmDatabase(HikariConfig config, boolean embedded) {
        this.dataSource = new HikariDataSource(config);
        this.embedded = embedded;
    }

    /** The H2 file of an output folder. */
    public static CrmDatabase embedded(Path folder) {
        HikariConfig config = config("sa", "");
        // Without DB_CLOSE_ON_EXIT=FALSE H2 closes the file as soon as Ctrl-C is pressed, before the last results are
        // in it. Without WRITE_DELAY=0 it writes a commit up to half a second later: a process that is killed in
        // between
        // would not remember what it has sent, and the next one would send it again.
        config.setJdbcUrl("jdbc:h2:file:" + folder.resolve("crm") + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
        return new CrmDatabase(config, true);
    }

    /**
     * Any database.
     *
     * @param url its JDBC URL
     * @param user the user, or null if the URL says it or none is needed
     * @param password the password, or null
     */
    public static CrmDatabase at(String url, String user, String password) {
        HikariConfig config = config(user, password);
        config.setJdbcUrl(url);
        return new CrmDatabase(config, false);
    }

    private static HikariConfig config(String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("crm");
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(10_000);
        return config;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** For people: which database it is. URLs can carry passwords after the first {@code ?} or {@code ;}. */
    @Override
    public String toString() {
        String address = dataSource
                .getJdbcUrl()
                .replaceFirst("(?s)[?;].*", "")
                // What stands before the last @ can be a user and a password.
                .replaceFirst("(?s)^(jdbc:\\w+:).*@", "$1***@");
        return embedded ? "an H2 file (" + address + ", user sa, no password)" : address;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}

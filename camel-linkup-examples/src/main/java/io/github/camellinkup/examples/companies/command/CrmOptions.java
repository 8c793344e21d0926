package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the CRM table is. */
final class CrmOptions {

    /** The longest that fits a task repository's table prefix. */
    private static final int LONGEST_PREFIX = 30;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--jdbc-url",
            paramLabel = "<url>",
            description = "The database of the CRM table: H2, PostgreSQL, MariaDB or MySQL (jdbc:mariadb:...), or any "
                    + "other whose driver is on the class path. Default: an H2 file in the output folder.")
    private String url;

    @Option(names = "--jdbc-user", paramLabel = "<user>", description = "The user of the database.")
    private String user;

    @Option(
            names = "--jdbc-password",
            paramLabel = "<password>",
            defaultValue = "${env:JDBC_PASSWORD}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "The password of the database. Default: the environment variable JDBC_PASSWORD.")
    private String password;

    private String table;

    @Option(
            names = "--table",
            paramLabel = "<name>",
            defaultValue = "companies",
            description = "The table, created unless it is there. Default: ${DEFAULT-VALUE}.")
    private void setTable(String name) {
        if (!name.matches("\\w+(\\.\\w+)?")) {
            throw new ParameterException(
                    command.commandLine(), "The table (--table) has to be a name of letters, digits and _: " + name);
        }
        table = name;
    }

    CrmDatabase open(Path outputFolder) {
        return url == null ? CrmDatabase.embedded(outputFolder) : CrmDatabase.at(url, user, password);
    }

    CrmTable table(CrmDatabase database) {
        return new CrmTable(database.dataSource(), table);
    }

    /** Remembers beside the table, in tables of its own, what was sent to fill it. */
    TaskRepository taskRepository(CrmDatabase database) {
        return new JdbcTaskRepository(database.dataSource(), taskTablePrefix(), true);
    }

    /** Two CRM tables in one database share no tasks: each result belongs into the table that it was asked for. */
    private String taskTablePrefix() {
        String prefix = "linkup_" + table.replace('.', '_') + "_";
        return prefix.length() <= LONGEST_PREFIX ? prefix : "linkup_" + Integer.toHexString(table.hashCode()) + "_";
    }

    String tableName() {
        return table;
    }
}

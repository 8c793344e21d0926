package io.github.camellinkup.smoke;

import io.github.camellinkup.component.LinkupConstants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Inserts a row for each result. A task that failed has no body; its row has the reason. */
public class CompanyTable implements Processor {

    private final DataSource database;

    public CompanyTable(DataSource database) {
        this.database = database;
    }

    @Override
    public void process(Exchange exchange) throws SQLException {
        Message result = exchange.getMessage();
        Company company = result.getBody(Company.class);
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into company (reference, name, employees, problem) values (?, ?, ?, ?)")) {
            insert.setString(1, result.getHeader(LinkupConstants.REFERENCE, String.class));
            insert.setString(2, company == null ? null : company.name());
            insert.setObject(3, company == null ? null : company.employees());
            insert.setString(4, result.getHeader(LinkupConstants.TASK_ERROR, String.class));
            insert.executeUpdate();
        }
    }
}

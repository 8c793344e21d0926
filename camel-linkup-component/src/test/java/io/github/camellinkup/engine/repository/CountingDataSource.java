package io.github.camellinkup.engine.repository;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A data source that counts how often the database is asked, and remembers for what. For one thread. */
final class CountingDataSource extends WatchedDataSource {

    private final List<String> statements = new ArrayList<>();
    private int roundTrips;

    CountingDataSource(DataSource dataSource) {
        super(dataSource);
    }

    /** Statements, batches and commits that went to the database while something was done. */
    int roundTripsOf(Runnable work) {
        int before = roundTrips;
        work.run();
        return roundTrips - before;
    }

    /** The statement that was prepared last. */
    String lastStatement() {
        return statements.get(statements.size() - 1);
    }

    @Override
    void before(Method method, Object[] arguments) {
        if (method.getName().equals("prepareStatement")) {
            statements.add((String) arguments[0]);
        }
    }

    @Override
    void beforeRoundTrip(Connection connection) {
        roundTrips++;
    }
}

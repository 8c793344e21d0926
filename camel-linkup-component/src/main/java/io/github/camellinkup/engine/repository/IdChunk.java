package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Some ids to look for in one query. It is filled up to one of few sizes with an id that it has, so that there are few
 * different queries for the database to prepare.
 */
record IdChunk(List<String> ids) {

    private static final int[] SIZES = {1, 10, 100};
    private static final int LARGEST = SIZES[SIZES.length - 1];

    static List<IdChunk> of(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<IdChunk> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += LARGEST) {
            chunks.add(new IdChunk(all.subList(start, Math.min(all.size(), start + LARGEST))));
        }
        return chunks;
    }

    /** The ids that a query of one column finds, which is made for each chunk of them. */
    static Set<String> find(Connection connection, Collection<String> ids, Function<IdChunk, String> query)
            throws SQLException {
        Set<String> found = new HashSet<>();
        for (IdChunk chunk : of(ids)) {
            try (PreparedStatement select = connection.prepareStatement(query.apply(chunk))) {
                chunk.set(select);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
            }
        }
        return found;
    }

    /**
     * A query that asks for each id by itself; the given one has one parameter. For the primary key of a new table that
     * grows fast: for many ids at once PostgreSQL decides to read the whole table while that is small, and keeps to it
     * until it has analyzed the table. A row comes again for each time that its id does.
     */
    String oneByOne(String queryForOne) {
        return String.join(" union all ", Collections.nCopies(size(), queryForOne));
    }

    String marks() {
        return "?, ".repeat(size() - 1) + "?";
    }

    /** Sets the first parameters of a statement. */
    void set(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < size(); i++) {
            statement.setString(i + 1, ids.get(Math.min(i, ids.size() - 1)));
        }
    }

    private int size() {
        for (int size : SIZES) {
            if (ids.size() <= size) {
                return size;
            }
        }
        throw new IllegalStateException("More than " + LARGEST + " ids");
    }
}

package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Some ids to look for in one query. It is filled up to one of few sizes with an id that it has, so that there are few
 * different queries for the database to prepare.
 */
record IdChunk(List<String> ids) {

    private static final int[] SIZES = {1, 10, 100, 500};
    private static final int LARGEST = SIZES[SIZES.length - 1];

    static List<IdChunk> of(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<IdChunk> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += LARGEST) {
            chunks.add(new IdChunk(all.subList(start, Math.min(all.size(), start + LARGEST))));
        }
        return chunks;
    }

    /** The ids that a query of one column finds; the query ends where the list of ids in parentheses goes. */
    static Set<String> find(Connection connection, Collection<String> ids, String query) throws SQLException {
        Set<String> found = new HashSet<>();
        for (IdChunk chunk : of(ids)) {
            try (PreparedStatement select = connection.prepareStatement(query + "(" + chunk.marks() + ")")) {
                chunk.set(select, 1);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
            }
        }
        return found;
    }

    String marks() {
        return "?, ".repeat(size() - 1) + "?";
    }

    /** @return the index of the parameter after the ids */
    int set(PreparedStatement statement, int first) throws SQLException {
        for (int i = 0; i < size(); i++) {
            statement.setString(first + i, ids.get(Math.min(i, ids.size() - 1)));
        }
        return first + size();
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

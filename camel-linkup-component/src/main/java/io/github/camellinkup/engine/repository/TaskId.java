package io.github.camellinkup.engine.repository;

import java.util.UUID;

/** The id of a task in 16 bytes: Linkup's ids are UUIDs. */
class TaskId {

    private static final int UUID_LENGTH = 36;

    private final long high;
    private final long low;

    TaskId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    TaskId(TaskId id) {
        this(id.high, id.low);
    }

    /** A key that equals that of the same id and no other: compact if the id is a UUID, else the text itself. */
    static Object keyOf(String id) {
        if (id.length() == UUID_LENGTH) {
            try {
                UUID uuid = UUID.fromString(id);
                if (uuid.toString().equals(id)) {
                    return new TaskId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
                }
            } catch (IllegalArgumentException e) {
                return id;
            }
        }
        return id;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TaskId id && id.high == high && id.low == low;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(high) * 31 + Long.hashCode(low);
    }

    @Override
    public final String toString() {
        return new UUID(high, low).toString();
    }
}

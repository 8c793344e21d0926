package io.github.camellinkup.engine.results;

import java.time.Instant;

/** Stores the time up to which all tasks were taken. Thread-safe. */
public interface WatermarkStore {

    /** Not stored: the watermark dies with the process. */
    WatermarkStore NONE = new WatermarkStore() {
        @Override
        public Instant load() {
            return null;
        }

        @Override
        public void store(Instant time) {
            // It is never loaded.
        }
    };

    /** The time that was stored last, or null. */
    Instant load();

    /** All tasks that finished up to this time, by Linkup's clock, were taken. */
    void store(Instant time);
}

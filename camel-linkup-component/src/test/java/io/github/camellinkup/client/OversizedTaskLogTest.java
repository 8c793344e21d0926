package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.OversizedTask;
import java.util.List;
import org.junit.jupiter.api.Test;

class OversizedTaskLogTest {

    private static final String KEY = "lkp-secret-0123456789";

    private final OversizedTaskLog tasks = new OversizedTaskLog(1000, Mask.of(KEY));

    @Test
    void eachTaskIsToldOnceAndThoseWithoutAnIdTogether() {
        assertThat(told("a", "b", "a", null, null, "b")).hasSize(3);
    }

    @Test
    void whatComesInAnIdCannotForgeLinesOrShowTheKey() {
        assertThat(told("first\nWARN second " + KEY))
                .singleElement()
                .asString()
                .contains("first WARN second ***")
                .doesNotContain("\n");
    }

    @Test
    void noMoreIdsAreRememberedThanAThousand() {
        String[] ids = new String[1002];
        for (int i = 0; i < 1001; i++) {
            ids[i] = "task-" + i;
        }
        ids[1001] = "task-0";

        assertThat(told(ids)).hasSize(1002);
    }

    private List<String> told(String... ids) {
        try (LogCapture log = new LogCapture()) {
            for (String id : ids) {
                tasks.tell(new OversizedTask(0, id, null, null));
            }
            return log.lines().stream()
                    .filter(line -> line.contains("maxResponseSize"))
                    .toList();
        }
    }
}

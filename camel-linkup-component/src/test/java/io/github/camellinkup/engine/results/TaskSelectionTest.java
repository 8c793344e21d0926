package io.github.camellinkup.engine.results;

import static io.github.camellinkup.engine.results.SelectionRun.select;
import static io.github.camellinkup.engine.results.SelectionRun.selected;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a result whichever way it is selected. */
class TaskSelectionTest {

    private enum Scope {
        SUBMITTED(SelectionRun::submitted),
        ALL(SelectionRun::all);

        private final Function<SelectionRun, TaskSelection> selection;

        Scope(Function<SelectionRun, TaskSelection> selection) {
            this.selection = selection;
        }

        private TaskSelection of(SelectionRun run) {
            return selection.apply(run);
        }
    }

    private final SelectionRun run = new SelectionRun();

    @ParameterizedTest
    @EnumSource
    void aResultThatIsReturnedIsWantedAtOnce(Scope scope) {
        TaskSelection selection = scope.of(run);
        run.remember("a");

        selection.returned(selected(selection, "a"));

        assertThat(select(selection, "a")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aResultThatIsPostponedIsWantedLater(Scope scope) {
        TaskSelection selection = scope.of(run);
        run.remember("a");

        selection.postponed(selected(selection, "a"), 1);

        assertThat(select(selection, "a")).isEmpty();
        run.pass(Duration.ofSeconds(1));
        assertThat(selection.dueAgain()).hasSize(1);
        assertThat(select(selection, "a")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aResultWhoseExchangeHasFailedIsWantedLaterAndByOneExchangeAtATime(Scope scope) {
        TaskSelection selection = scope.of(run);
        run.remember("a");

        assertThat(selection.failed(selected(selection, "a"), "down").join()).isTrue();

        assertThat(run.stored.find("a").orElseThrow().failedDeliveries()).isEqualTo(1);
        assertThat(select(selection, "a")).isEmpty();
        run.pass(Duration.ofSeconds(1));
        assertThat(selection.dueAgain()).hasSize(1);
        selected(selection, "a");
        assertThat(selection.dueAgain()).as("its exchange is under way").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aResultWhoseExchangesFailTooOftenIsGivenUpAlsoByTheNextStart(Scope scope) {
        TaskSelection selection = scope.of(run);
        run.remember("a");
        for (int failure = 1; failure <= 2; failure++) {
            assertThat(selection.failed(selected(selection, "a"), "down").join())
                    .isTrue();
            run.pass(Duration.ofMinutes(1));
        }

        assertThat(selection.failed(selected(selection, "a"), "down").join()).isFalse();

        assertThat(run.stored.find("a")).isEmpty();
        run.pass(Duration.ofMinutes(10));
        assertThat(selection.dueAgain()).isEmpty();
        assertThat(select(selection, "a")).isEmpty();
        assertThat(select(scope.of(run), "a")).isEmpty();
    }
}

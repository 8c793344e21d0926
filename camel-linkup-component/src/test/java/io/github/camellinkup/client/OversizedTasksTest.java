package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.StreamedPages.Scheme;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.ForeignTask;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks of a streamed page that are larger than {@code maxResponseSize}. */
class OversizedTasksTest {

    private static final int LIMIT = 100_000;

    @RegisterExtension
    static final StreamedPages pages = new StreamedPages();

    private final PageTaker taker = new PageTaker();
    private LogCapture log;

    @BeforeEach
    void capture() {
        log = new LogCapture();
    }

    @AfterEach
    void release() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatIsTooLargeIsPassedOverAndTheRestOfThePageIsRead(Scheme scheme) {
        pages.addSmall(5);
        String giant = addGiant("g");
        pages.addSmall(5);
        HttpLinkupClient client = pages.client(scheme, limited());

        StreamedPage page = get(client.streamTasks(PAGE, taker));

        assertThat(page.tasks()).isEqualTo(11);
        assertThat(page.oversized()).singleElement().satisfies(task -> {
            assertThat(task.place()).isEqualTo(5);
            assertThat(task.id()).isEqualTo(giant);
            assertThat(task.createdAt()).isNotNull();
            assertThat(task.updatedAt()).isNotNull();
        });
        assertThat(taker.tasks).extracting(Task::id).doesNotHaveDuplicates().hasSize(10);
        assertThat(page.bytes()).isGreaterThan(1_000_000);
        assertThat(get(client.creditBalance()).balance()).isPositive();
    }

    @Test
    void aPageOfTasksThatAreAllTooLargeIsReadWithoutCallingTheSink() {
        addGiant("g");
        addGiant("h");

        StreamedPage page = get(pages.client(limited()).streamTasks(PAGE, taker));

        assertThat(page.oversized()).extracting(OversizedTask::place).containsExactly(0, 1);
        assertThat(taker.groups).isEmpty();
    }

    @Test
    void itIsToldOnceWithTheOptionHoweverOftenThePageIsRead() {
        String giant = addGiant("g");
        String another = addGiant("h");
        HttpLinkupClient client = pages.client(limited());

        for (int i = 0; i < 3; i++) {
            get(client.streamTasks(PAGE, taker));
        }

        assertThat(warnings())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("maxResponseSize").contains(String.valueOf(LIMIT)));
        assertThat(warnings()).anyMatch(line -> line.contains(giant)).anyMatch(line -> line.contains(another));
    }

    @Test
    void readAloneItIsAnErrorThatNamesTheOption() {
        String giant = addGiant("g");

        assertThat(failure(pages.client(limited()).getTask(giant)))
                .isInstanceOf(LinkupResponseTooLargeException.class)
                .hasMessageContaining("maxResponseSize")
                .hasMessageContaining(LIMIT + " allowed");
    }

    /** A task whose result is ten times as large as the limit. */
    private static String addGiant(String letter) {
        return pages.linkup()
                .addForeignTask(ForeignTask.of("search").output(TextNode.valueOf(letter.repeat(10 * LIMIT))))
                .id();
    }

    private static ClientExtension.Settings limited() {
        return pages.settings().maxResponseSize(LIMIT).maxRetries(3);
    }

    private List<String> warnings() {
        return log.lines().stream().filter(line -> line.contains("passed over")).toList();
    }
}

package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that create and read tasks. */
class TaskCallsTest {

    private static final TaskQuery ALL = new TaskQuery(null, null, null, null, null, null);
    private static final SearchRequest SEARCH =
            SearchRequest.builder().q("q").outputType(OutputType.SEARCH_RESULTS).build();

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void createTasksSendsTypesAndInputsAndAnswersInTheOrderSent() {
        api.server()
                .stubFor(post("/v1/tasks")
                        .willReturn(okJson("[" + task("1", "search") + "," + task("2", "fetch") + ","
                                + task("3", "research") + "]")));

        List<Task> tasks = get(api.client()
                .createTasks(List.of(
                        SEARCH,
                        FetchRequest.builder().url("http://a.b").build(),
                        ResearchRequest.builder().q("r").build())));

        assertThat(tasks).extracting(Task::id).containsExactly("1", "2", "3");
        api.server()
                .verify(
                        postRequestedFor(urlEqualTo("/v1/tasks"))
                                .withRequestBody(
                                        equalTo(
                                                "[{\"type\":\"search\",\"input\":{\"q\":\"q\",\"depth\":\"standard\",\"outputType\":\"searchResults\"}},"
                                                        + "{\"type\":\"fetch\",\"input\":{\"url\":\"http://a.b\"}},"
                                                        + "{\"type\":\"research\",\"input\":{\"q\":\"r\",\"outputType\":\"sourcedAnswer\"}}]")));
    }

    @Test
    void createTasksTakesOneToAHundred() {
        assertThat(failure(api.client().createTasks(List.of())))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("1 to 100");
        assertThat(failure(api.client().createTasks(Collections.nCopies(101, SEARCH))))
                .hasMessageContaining("101");
        assertThat(api.server().getAllServeEvents()).isEmpty();
    }

    @Test
    void createResearchAnswersThePendingTask() {
        api.server().stubFor(post("/v1/research").willReturn(okJson(task("7", "research"))));

        Task task =
                get(api.client().createResearch(ResearchRequest.builder().q("r").build()));

        assertThat(task.id()).isEqualTo("7");
        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.createdAt()).isEqualTo(Instant.parse("2026-05-18T00:00:00.123Z"));
    }

    @Test
    void oneTaskIsReadByItsId() {
        api.server().stubFor(get("/v1/tasks/a-1").willReturn(okJson(task("a-1", "search"))));
        api.server().stubFor(get("/v1/research/a%C3%A9").willReturn(okJson(task("aé", "research"))));

        assertThat(get(api.client().getTask("a-1")).id()).isEqualTo("a-1");
        assertThat(get(api.client().getResearch("aé")).id()).isEqualTo("aé");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a/b",
                "..",
                ".",
                "a..b",
                "a?b",
                "a#b",
                "a%2fb",
                "a\nb",
                "a\r\nX: y",
                "a b",
                "\u0000",
                "a\\b"
            })
    void whatIsNoTaskIdIsRefusedBeforeItIsSent(String taskId) {
        assertThat(failure(api.client().getTask(taskId)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("taskId");
        assertThat(failure(api.client().getResearch(taskId)).isCertainlyNotProcessed())
                .isTrue();
        assertThat(api.server().getAllServeEvents()).isEmpty();
    }

    @Test
    void listSendsWhatIsSetAndRepeatsStatusesAndTypes() {
        api.server()
                .stubFor(get(anyUrl())
                        .willReturn(okJson(
                                "{\"metadata\":{\"page\":2,\"pageSize\":50,\"total\":1234,\"totalPages\":25},\"data\":["
                                        + task("1", "search")
                                        + "],\"quota\":{\"inFlight\":57,\"limit\":1000}}")));

        TaskPage page = get(api.client()
                .listTasks(new TaskQuery(
                        2,
                        50,
                        SortBy.UPDATED_AT,
                        SortDirection.DESC,
                        Set.of(TaskStatus.FAILED, TaskStatus.COMPLETED),
                        Set.of("search", "brand new"))));

        api.server()
                .verify(
                        getRequestedFor(
                                urlEqualTo(
                                        "/v1/tasks?page=2&pageSize=50&sortBy=updatedAt&sortDirection=desc&status=completed&status=failed&type=brand%20new&type=search")));
        assertThat(page)
                .extracting(TaskPage::page, TaskPage::pageSize, TaskPage::total, TaskPage::totalPages, TaskPage::quota)
                .containsExactly(2, 50, 1234L, 25, new Quota(57, 1000));
        assertThat(page.tasks()).extracting(Task::id).containsExactly("1");
    }

    @Test
    void listOfResearchHasNoQuotaAndTakesNoFilter() {
        api.server().stubFor(get("/v1/research").willReturn(okJson("{\"metadata\":{},\"data\":[]}")));

        assertThat(get(api.client().listResearch(ALL)).quota()).isNull();
        assertThat(failure(api.client()
                        .listResearch(new TaskQuery(null, null, null, null, Set.of(TaskStatus.FAILED), null))))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("status");
    }

    private static String task(String id, String type) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type
                + "\",\"status\":\"pending\",\"createdAt\":\"2026-05-18T00:00:00.123Z\",\"updatedAt\":null,\"input\":{\"q\":\"x\"},\"output\":null,\"error\":null}";
    }
}

package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** {@code types} and {@code statuses} with {@code taskScope=submitted}: each consumer takes its own. */
class FiltersTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";

    private void submit(String question, int number) {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(number, question));
        CLOCK.advance(TASK_TIME);
    }

    @Test
    void whatWasLeftToOthersAndTakenByThemDoesNotHideWhatIsNew() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no such company");
        routes(routes -> routes.from(SUBMITTED + "statuses=completed&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        submit("bad", 50);
        await().until(() -> reads() > 0);
        awaitPolls(5);
        long reads = reads();
        awaitPolls(5);
        assertThat(reads()).as("nothing is left that it wants").isEqualTo(reads);

        routes(routes -> routes.from(SUBMITTED + "statuses=failed&" + FAST).to("mock:failed"));
        await().until(() -> getMockEndpoint("mock:failed").getReceivedCounter() == 50);
        awaitEmptyRepository();
        submit("good", 20);

        await().until(() -> finished().getReceivedCounter() == 20);
        awaitEmptyRepository();
    }

    @Test
    void newWorkIsSeenAlthoughAsMuchIsLeftToOthers() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no such company");
        routes(routes -> routes.from(SUBMITTED + "statuses=completed&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        submit("bad", 20);
        await().until(() -> reads() > 0);
        awaitPolls(5);
        // Someone takes the failed ones while as many new ones are sent: the number outstanding does not change.
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(20, "good"));
        pending(repository()).stream().limit(20).forEach(task -> repository().taken(task.id()));
        CLOCK.advance(TASK_TIME);

        await().until(() -> finished().getReceivedCounter() == 20);
        awaitEmptyRepository();
    }

    @Test
    void otherTypesAreLeftToOthers() throws Exception {
        routes(routes -> routes.from(SUBMITTED + "types=fetch&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        submit("camel", 5);
        awaitPolls(10);
        assertThat(reads()).isZero();

        template.sendBody("linkup:tasks?mode=single&type=fetch", "https://a.org");
        CLOCK.advance(TASK_TIME);
        await().until(() -> finished().getReceivedCounter() == 1);
        assertThat(pending(repository())).hasSize(5);
    }

    @Test
    void typesAndStatusesAreFilters() throws Exception {
        standIn().failTasksWhen(task -> task.type().equals("fetch"), "unreachable");
        finished().expectedMessageCount(1);
        consumeFrom(SUBMITTED + "types=search,fetch&statuses=failed&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        template.sendBody("linkup:tasks?mode=single&type=fetch", "https://a.org");
        template.sendBody("linkup:research", "why");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitPolls(5);
        long reads = reads();
        awaitPolls(5);

        assertThat(finished().getReceivedCounter()).isEqualTo(1);
        assertThat(finished().getExchanges().get(0).getMessage().getHeader(LinkupConstants.TASK_TYPE))
                .isEqualTo("fetch");
        assertThat(pending(repository())).hasSize(2);
        assertThat(reads())
                .as("what others have to take is not read again and again")
                .isEqualTo(reads);
    }
}

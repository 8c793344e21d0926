package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.ids;
import static io.github.camellinkup.engine.repository.Tasks.intent;
import static io.github.camellinkup.engine.repository.Tasks.replacing;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.engine.repository.Intent.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every repository promises of create calls and what becomes of them. */
interface IntentsContract extends RepositoryContract {

    private Intent onlyIntent() {
        assertThat(repository().openIntents()).hasSize(1);
        return repository().openIntents().get(0);
    }

    @Test
    default void anIntentComesBackAsItWasOpened() {
        List<TaskRequest> requests = List.of(
                request("first").withHeaders(Map.of("row", 7L)),
                TaskRequest.of(
                        FetchRequest.builder().url("https://example.com/?a=b").build()),
                new TaskRequest(
                        ResearchRequest.builder().q("third").build(),
                        null,
                        Map.of(),
                        NOON.plusSeconds(5),
                        new Resubmission(id("failed"), 1)));
        Instant fine = NOON.plusNanos(123_456_789);

        repository().open(new Intent("i", "node-a", fine, fine.plusSeconds(60), State.SENDING, true, requests));

        Instant kept = NOON.plusMillis(123);
        assertThat(onlyIntent())
                .isEqualTo(new Intent("i", "node-a", kept, kept.plusSeconds(60), State.SENDING, true, requests));
    }

    @Test
    default void theAnswerReplacesTheIntent() {
        repository().open(intent("i", request("a")));
        repository().open(intent("j", request("b")));

        repository().created("i", List.of(task(id("a"))));

        assertThat(onlyIntent().id()).isEqualTo("j");
        assertThat(repository().find(id("a"))).isPresent();
    }

    @Test
    default void openIntentsComeTheOldestFirst() {
        repository().open(intent("new", "node-a", NOON.plusSeconds(2), request("a")));
        repository().open(intent("old", "node-b", NOON, request("b")));
        repository().open(intent("middle", "node-a", NOON.plusSeconds(1), request("c")));

        assertThat(repository().openIntents()).extracting(Intent::id).containsExactly("old", "middle", "new");
    }

    @Test
    default void aTaskThatIsSentAgainIsNotPendingAndCountsAsTakenOnceItIsReplaced() {
        add(task(id("failed")));

        repository().open(intent("i", resubmitting(id("failed"))));
        assertThat(repository().find(id("failed"))).isEmpty();
        assertThat(repository().outstanding(Set.of(), NOON).isEmpty()).isTrue();
        assertThat(repository().known(Set.of(id("failed")))).isNotEmpty();

        repository().created("i", List.of(replacing(id("failed"), id("new"))));
        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactly(id("new"));
        assertThat(repository().known(Set.of(id("failed"), id("new")))).hasSize(2);
        repository().discard("i");
        assertThat(repository().find(id("failed"))).isEmpty();
    }

    @Test
    default void whatWasNotSentAgainIsPendingAgain() {
        add(task(id("failed")));
        repository().open(intent("i", resubmitting(id("failed"))));

        repository().discard("i");

        assertThat(repository().find(id("failed"))).contains(task(id("failed")));
        assertThat(repository().openIntents()).isEmpty();
    }

    @Test
    default void aTaskOfOthersThatIsSentAgainIsKnown() {
        repository().open(intent("i", resubmitting(id("foreign"))));
        assertThat(repository().known(Set.of(id("foreign"), id("other")))).containsExactly(id("foreign"));

        repository().created("i", List.of(replacing(id("foreign"), id("new"))));
        assertThat(repository().known(Set.of(id("foreign"), id("other")))).containsExactly(id("foreign"));
        assertThat(repository().find(id("foreign"))).isEmpty();
    }

    @Test
    default void anIntentIsClaimedOnceAsItWasRead() {
        repository()
                .open(new Intent(
                        "i", "node-a", NOON, NOON.plusNanos(999_999), State.SENDING, false, List.of(request("a"))));
        Intent read = onlyIntent();

        assertThat(repository().claim(read, "node-b", NOON.plusSeconds(90).plusNanos(999_999)))
                .isTrue();
        assertThat(repository().claim(read, "node-c", NOON.plusSeconds(90))).isFalse();

        Intent claimed = onlyIntent();
        assertThat(claimed.node()).isEqualTo("node-b");
        assertThat(claimed.state()).isEqualTo(State.UNCERTAIN);
        assertThat(claimed.openedAt()).isEqualTo(read.openedAt());
        assertThat(claimed.requests()).isEqualTo(read.requests());
        assertThat(repository().claim(claimed, "node-c", NOON.plusSeconds(120))).isTrue();
    }

    @Test
    default void aClaimHoldsForTheIntentAsItWasGivenToo() {
        Intent given =
                new Intent("i", "node-a", NOON, NOON.plusNanos(1_999_999), State.SENDING, false, List.of(request("a")));
        repository().open(given);

        assertThat(repository().claim(given, "node-a", given.leasedUntil())).isTrue();
        assertThat(repository().claim(given, "node-a", given.leasedUntil())).isTrue();
        assertThat(onlyIntent().state()).isEqualTo(State.UNCERTAIN);
    }

    @Test
    default void anExtendedLeaseIsNotClaimed() {
        repository().open(intent("i", request("a")));
        repository().open(intent("j", "node-b", NOON, request("b")));
        List<Intent> read = repository().openIntents();

        repository().renew("node-a", TOMORROW);

        assertThat(read.stream().filter(intent -> repository().claim(intent, "node-c", TOMORROW)))
                .extracting(Intent::id)
                .containsExactly("j");
        assertThat(repository().openIntents())
                .filteredOn(Intent::id, "i")
                .allSatisfy(intent -> assertThat(intent.leasedUntil()).isEqualTo(TOMORROW));
    }

    @Test
    default void anUncertainIntentIsSettledByItsNodeOnly() {
        repository().open(intent("i", request("a"), request("b"), request("c")));
        Intent sent = onlyIntent();
        repository().claim(sent, "node-b", NOON.plusSeconds(90));
        Intent claimed = onlyIntent();
        List<TaskRequest> rest = List.of(request("c"), request("a"));
        Instant again = NOON.plusSeconds(30);

        assertThat(repository().settle(sent, List.of(task(id("x"))), List.of(), again))
                .isFalse();
        assertThat(repository().known(Set.of(id("x")))).isEmpty();
        assertThat(repository().settle(claimed, List.of(task(id("b"))), rest, again))
                .isTrue();

        assertThat(repository().find(id("b"))).isPresent();
        assertThat(onlyIntent())
                .isEqualTo(new Intent("i", "node-b", again, claimed.leasedUntil(), State.SENDING, false, rest));
        assertThat(repository().settle(claimed, List.of(), List.of(), again)).isTrue();
        assertThat(repository().openIntents()).isEmpty();
        assertThat(repository().settle(claimed, List.of(), rest, again)).isFalse();
        assertThat(repository().openIntents()).isEmpty();
    }

    @Test
    default void aGivenUpIntentIsNotOpen() {
        repository().open(intent("i", request("a")));
        Intent read = onlyIntent();

        repository().giveUpIntent("i");

        assertThat(repository().openIntents()).isEmpty();
        assertThat(repository().claim(read, "node-a", TOMORROW)).isFalse();
        assertThat(repository().settle(read, List.of(), List.of(), NOON)).isFalse();
        repository().renew("node-a", TOMORROW);
        repository().giveUpIntent("unknown");
        assertThat(repository().openIntents()).isEmpty();
    }

    @Test
    default void whatAGivenUpIntentWouldHaveReplacedIsPendingAgainAndMustNotBeSentAgain() {
        add(task(id("failed")), task(id("other")), replacing(id("older"), id("again")));
        repository()
                .open(intent("i", resubmitting(id("failed")), resubmitting(id("again")), resubmitting(id("foreign"))));
        assertThat(repository().mayBeReplaced(id("failed"))).isTrue();

        repository().giveUpIntent("i");

        assertThat(repository().find(id("failed"))).contains(task(id("failed")));
        assertThat(repository().find(id("again"))).contains(replacing(id("older"), id("again")));
        assertThat(repository().mayBeReplaced(id("failed"))).isTrue();
        assertThat(repository().mayBeReplaced(id("again"))).isTrue();
        assertThat(repository().mayBeReplaced(id("other"))).isFalse();
        assertThat(repository().mayBeReplaced(id("unknown"))).isFalse();
        repository().deliveryFailed(id("failed"), "the CRM is down");
        repository().release(id("failed"));
        assertThat(repository().mayBeReplaced(id("failed"))).isTrue();

        repository().taken(id("failed"));
        repository().giveUpIntent("i");
        assertThat(repository().find(id("failed"))).isEmpty();
    }

    @Test
    default void whatWasNotSentAgainAfterAllMayBe() {
        add(task(id("failed")));
        repository().open(intent("i", resubmitting(id("failed"))));
        repository().discard("i");

        assertThat(repository().mayBeReplaced(id("failed"))).isFalse();
    }

    @Test
    default void whatIsReplacedByALateAnswerCountsAsTaken() {
        add(task(id("failed")));
        repository().open(intent("i", resubmitting(id("failed"))));
        repository().giveUpIntent("i");

        repository().created("i", List.of(replacing(id("failed"), id("new"))));

        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactly(id("new"));
    }
}

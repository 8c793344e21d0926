package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.ids;
import static io.github.camellinkup.engine.repository.Tasks.replacing;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every repository promises of create calls and what becomes of them. */
interface OutboxContract extends RepositoryContract {

    private OutboxEntry onlyEntry() {
        assertThat(repository().openEntries()).hasSize(1);
        return repository().openEntries().get(0);
    }

    @Test
    default void anEntryComesBackAsItWasOpened() {
        List<TaskRequest> requests = List.of(
                request("first").withHeaders(Map.of("row", 7L)),
                TaskRequest.of(
                        FetchRequest.builder().url("https://example.com/?a=b").build()),
                new TaskRequest(
                        ResearchRequest.builder().q("third").build(),
                        null,
                        Map.of(),
                        NOON.plusSeconds(5),
                        new Resubmission(id("failed"), 1),
                        null));
        Instant fine = NOON.plusNanos(123_456_789);

        repository().open(new OutboxEntry("i", "node-a", fine, fine.plusSeconds(60), true, requests));

        Instant kept = NOON.plusMillis(123);
        assertThat(onlyEntry()).isEqualTo(new OutboxEntry("i", "node-a", kept, kept.plusSeconds(60), true, requests));
    }

    @Test
    default void theAnswerReplacesTheEntry() {
        repository().open(entry("i", request("a")));
        repository().open(entry("j", request("b")));

        repository().created("i", List.of(task(id("a"))));

        assertThat(onlyEntry().id()).isEqualTo("j");
        assertThat(repository().find(id("a"))).isPresent();
    }

    @Test
    default void openEntriesComeTheOldestFirst() {
        repository().open(entry("new", "node-a", NOON.plusSeconds(2), request("a")));
        repository().open(entry("old", "node-b", NOON, request("b")));
        repository().open(entry("middle", "node-a", NOON.plusSeconds(1), request("c")));

        assertThat(repository().openEntries()).extracting(OutboxEntry::id).containsExactly("old", "middle", "new");
    }

    @Test
    default void aTaskThatIsSentAgainIsNotPendingAndCountsAsTakenOnceItIsReplaced() {
        add(task(id("failed")));

        repository().open(entry("i", resubmitting(id("failed"))));
        assertThat(repository().find(id("failed"))).isEmpty();
        assertThat(repository().outstanding(Set.of(), NOON).isEmpty()).isTrue();
        assertThat(repository().known(Set.of(id("failed")))).isNotEmpty();

        repository().created("i", List.of(replacing(id("failed"), id("new"))));
        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactly(id("new"));
        assertThat(repository().known(Set.of(id("failed"), id("new")))).hasSize(2);
        assertThat(repository().discard(entry("i", resubmitting(id("failed"))))).isFalse();
        assertThat(repository().find(id("failed"))).isEmpty();
    }

    @Test
    default void whatWasNotSentAgainIsPendingAgain() {
        add(task(id("failed")));
        repository().open(entry("i", resubmitting(id("failed"))));

        discard("i");

        assertThat(repository().find(id("failed"))).contains(task(id("failed")));
        assertThat(repository().openEntries()).isEmpty();
    }

    @Test
    default void aTaskOfOthersThatIsSentAgainIsKnown() {
        repository().open(entry("i", resubmitting(id("foreign"))));
        assertThat(repository().known(Set.of(id("foreign"), id("other")))).containsExactly(id("foreign"));

        repository().created("i", List.of(replacing(id("foreign"), id("new"))));
        assertThat(repository().known(Set.of(id("foreign"), id("other")))).containsExactly(id("foreign"));
        assertThat(repository().find(id("foreign"))).isEmpty();
    }

    @Test
    default void anEntryIsClaimedOnceAsItWasRead() {
        repository().open(new OutboxEntry("i", "node-a", NOON, NOON.plusNanos(999_999), false, List.of(request("a"))));
        OutboxEntry read = onlyEntry();

        assertThat(repository().claim(read, "node-b", NOON.plusSeconds(90).plusNanos(999_999)))
                .isTrue();
        assertThat(repository().claim(read, "node-c", NOON.plusSeconds(90))).isFalse();

        OutboxEntry claimed = onlyEntry();
        assertThat(claimed.node()).isEqualTo("node-b");
        assertThat(claimed.state()).isEqualTo(State.UNCERTAIN);
        assertThat(claimed.openedAt()).isEqualTo(read.openedAt());
        assertThat(claimed.requests()).isEqualTo(read.requests());
        assertThat(repository().claim(claimed, "node-c", NOON.plusSeconds(120))).isTrue();
    }

    @Test
    default void aClaimHoldsForTheEntryAsItWasGivenToo() {
        OutboxEntry given =
                new OutboxEntry("i", "node-a", NOON, NOON.plusNanos(1_999_999), false, List.of(request("a")));
        repository().open(given);

        assertThat(repository().claim(given, "node-a", given.leasedUntil())).isTrue();
        assertThat(repository().claim(given, "node-a", given.leasedUntil()))
                .as("the version has changed, and nothing else")
                .isFalse();
        assertThat(onlyEntry().state()).isEqualTo(State.UNCERTAIN);
        assertThat(onlyEntry().version()).isEqualTo(1);
    }

    @Test
    default void anExtendedLeaseIsNotClaimed() {
        repository().open(entry("i", request("a")));
        repository().open(entry("j", "node-b", NOON, request("b")));
        List<OutboxEntry> read = repository().openEntries();

        repository().renew("node-a", TOMORROW);

        assertThat(read.stream().filter(entry -> repository().claim(entry, "node-c", TOMORROW)))
                .extracting(OutboxEntry::id)
                .containsExactly("j");
        assertThat(repository().openEntries())
                .filteredOn(OutboxEntry::id, "i")
                .allSatisfy(entry -> assertThat(entry.leasedUntil()).isEqualTo(TOMORROW));
    }

    @Test
    default void anUncertainEntryIsReconciledAsItWasReadOnly() {
        repository().open(entry("i", request("a"), request("b"), request("c")));
        OutboxEntry sent = onlyEntry();
        repository().claim(sent, "node-b", NOON.plusSeconds(90));
        OutboxEntry claimed = onlyEntry();
        List<TaskRequest> rest = List.of(request("c"), request("a"));
        Instant again = NOON.plusSeconds(30);

        assertThat(repository().reconcile(sent, List.of(task(id("x"))), List.of(), again))
                .isFalse();
        assertThat(repository().known(Set.of(id("x")))).isEmpty();
        assertThat(repository().reconcile(claimed, List.of(task(id("b"))), rest, again))
                .isTrue();

        assertThat(repository().find(id("b"))).isPresent();
        OutboxEntry reopened = onlyEntry();
        assertThat(reopened)
                .isEqualTo(claimed.reopened(rest, again))
                .isEqualTo(new OutboxEntry("i", "node-b", again, claimed.leasedUntil(), State.SENDING, 2, false, rest));
        assertThat(repository().reconcile(claimed, List.of(), List.of(), again)).isFalse();
        assertThat(repository().reconcile(reopened, List.of(), List.of(), again))
                .isTrue();
        assertThat(repository().openEntries()).isEmpty();
        assertThat(repository().reconcile(reopened, List.of(), rest, again)).isFalse();
        assertThat(repository().openEntries()).isEmpty();
    }

    @Test
    default void anEntryThatAnotherNodeHasTakenIsNeitherDiscardedNorGivenUp() {
        add(task(id("failed")));
        OutboxEntry sent = entry("i", resubmitting(id("failed")));
        repository().open(sent);
        repository().claim(sent, "node-b", TOMORROW);
        OutboxEntry claimed = onlyEntry();

        assertThat(repository().discard(sent)).isFalse();
        assertThat(repository().giveUpEntry(sent, true)).isFalse();

        assertThat(onlyEntry()).isEqualTo(claimed).isEqualTo(sent.claimedBy("node-b", TOMORROW));
        assertThat(repository().find(id("failed"))).isEmpty();
        assertThat(repository().discard(claimed)).isTrue();
        assertThat(repository().find(id("failed"))).isPresent();
    }

    @Test
    default void anEntryWhoseLeaseIsRenewedKeepsItsVersion() {
        repository().open(entry("i", request("a")));
        OutboxEntry read = onlyEntry();

        repository().renew("node-a", TOMORROW);

        assertThat(onlyEntry()).isEqualTo(read.leasedUntil(TOMORROW));
        assertThat(repository().reconcile(read, List.of(), List.of(request("a")), NOON))
                .isTrue();
    }

    @Test
    default void anEntryThatIsNotThereIsNotChanged() {
        OutboxEntry unknown = entry("unknown", request("a"));

        assertThat(repository().claim(unknown, "node-a", TOMORROW)).isFalse();
        assertThat(repository().reconcile(unknown, List.of(task(id("x"))), List.of(), NOON))
                .isFalse();
        assertThat(repository().discard(unknown)).isFalse();
        assertThat(repository().giveUpEntry(unknown, false)).isFalse();
        assertThat(repository().openEntries()).isEmpty();
        assertThat(repository().known(Set.of(id("x")))).isEmpty();
    }

    @Test
    default void aGivenUpEntryIsNotOpen() {
        repository().open(entry("i", request("a")));
        OutboxEntry read = onlyEntry();

        giveUp("i");

        assertThat(repository().openEntries()).isEmpty();
        assertThat(repository().claim(read, "node-a", TOMORROW)).isFalse();
        assertThat(repository().reconcile(read, List.of(), List.of(), NOON)).isFalse();
        assertThat(repository().discard(read)).isFalse();
        repository().renew("node-a", TOMORROW);
        assertThat(repository().openEntries()).isEmpty();
    }

    @Test
    default void whatAGivenUpEntryWouldHaveReplacedIsPendingAgainAndMustNotBeSentAgain() {
        add(task(id("failed")), task(id("other")), replacing(id("older"), id("again")));
        repository()
                .open(entry("i", resubmitting(id("failed")), resubmitting(id("again")), resubmitting(id("foreign"))));
        assertThat(repository().mayBeReplaced(id("failed"))).isTrue();

        giveUp("i");

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
        assertThat(repository().giveUpEntry(entry("i", resubmitting(id("failed"))), false))
                .isFalse();
        assertThat(repository().find(id("failed"))).isEmpty();
    }

    @Test
    default void whatWasNotSentAgainAfterAllMayBe() {
        add(task(id("failed")));
        repository().open(entry("i", resubmitting(id("failed"))));
        discard("i");

        assertThat(repository().mayBeReplaced(id("failed"))).isFalse();
    }

    @Test
    default void whatIsReplacedByALateAnswerCountsAsTaken() {
        add(task(id("failed")));
        repository().open(entry("i", resubmitting(id("failed"))));
        giveUp("i");

        repository().created("i", List.of(replacing(id("failed"), id("new"))));

        assertThat(ids(repository().oldest(Set.of(), NOON, 10))).containsExactly(id("new"));
    }
}

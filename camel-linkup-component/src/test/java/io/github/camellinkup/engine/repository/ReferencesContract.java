package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.SentReference.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every repository promises of references that are idempotency keys. */
interface ReferencesContract extends RepositoryContract {

    private static ReferenceKey key(String reference) {
        return new ReferenceKey("search", reference);
    }

    private static TaskRequest once(String reference) {
        return TaskRequest.of(SearchRequest.builder().q("about " + reference).build())
                .withReference(reference)
                .withIdempotencyPeriod(Duration.ofHours(1));
    }

    private static PendingTask taskOf(String reference) {
        return new PendingTask(id(reference), "search", NOON, reference, Map.of(), null, null, 0);
    }

    private SentReference sent(String reference) {
        return repository()
                .findReferences(Set.of(key(reference), key("unknown")))
                .get(key(reference));
    }

    private void create(String reference) {
        String call = "call of " + id(reference);
        repository().open(entry(call, once(reference)));
        repository().created(call, List.of(taskOf(reference)));
    }

    @Test
    default void aReferenceIsUnderWayUntilItsTaskIsCreated() {
        assertThat(sent("a")).isNull();
        repository().open(entry("i", once("a"), once("b")));

        assertThat(sent("a")).isEqualTo(new SentReference(State.UNDER_WAY, null, null));

        repository().created("i", List.of(taskOf("a"), taskOf("b")));
        assertThat(sent("a")).isEqualTo(new SentReference(State.CREATED, id("a"), NOON));
        assertThat(sent("b").taskId()).isEqualTo(id("b"));
    }

    @Test
    default void aClaimedReferenceCannotBeOpenedAgain() {
        repository().open(entry("i", once("a")));
        create("b");

        for (String claimed : List.of("a", "b")) {
            assertThatThrownBy(() -> repository().open(entry("j", once("new"), once(claimed))))
                    .isInstanceOf(ReferenceInUseException.class)
                    .hasMessageContaining("'" + claimed + "'");
        }
        assertThat(repository().openEntries()).extracting(OutboxEntry::id).containsExactly("i");
        assertThat(sent("new")).isNull();
    }

    @Test
    default void aReferenceCannotStandTwiceInACall() {
        assertThatThrownBy(() -> repository().open(entry("i", once("a"), once("a"))))
                .isInstanceOf(ReferenceInUseException.class);
        assertThat(repository().openEntries()).isEmpty();
        assertThat(sent("a")).isNull();
    }

    /** Its id was one that no repository can keep. */
    @Test
    default void ofATaskThatCouldNotBeRecordedNobodyKnows() {
        repository().open(entry("i", once("a"), once("b")));
        repository().created("i", List.of(taskOf("a")));
        repository().open(entry("j", once("c"), once("d")));
        OutboxEntry read = repository().openEntries().get(0);
        repository().reconcile(read, List.of(taskOf("c")), List.of(), NOON.plusSeconds(5));

        assertThat(sent("a").state()).isEqualTo(State.CREATED);
        assertThat(sent("b").state()).isEqualTo(State.UNCERTAIN);
        assertThat(sent("c").state()).isEqualTo(State.CREATED);
        assertThat(sent("d").state()).isEqualTo(State.UNCERTAIN);
        clock().advance(Duration.ofHours(1));
        assertThat(sent("b")).isNull();
        assertThat(sent("d")).isNull();
    }

    @Test
    default void aDiscardedReferenceIsFree() {
        repository().open(entry("i", once("a")));
        discard("i");

        assertThat(sent("a")).isNull();
        create("a");
        assertThat(sent("a").state()).isEqualTo(State.CREATED);
    }

    @Test
    default void whatACallWasRefusedIsFreeAlthoughTheCallIsKept() {
        repository().open(entry("i", once("a"), once("b")));
        repository().reconcile(repository().openEntries().get(0), List.of(taskOf("a")), List.of(once("b")), NOON);

        repository().giveUpEntry(openEntry("i"), true);

        assertThat(sent("a").state()).isEqualTo(State.CREATED);
        assertThat(sent("b")).isNull();
    }

    @Test
    default void aTypeHasReferencesOfItsOwn() {
        create("a");

        assertThat(repository().findReferences(Set.of(new ReferenceKey("fetch", "a"))))
                .isEmpty();
    }

    @Test
    default void aReferenceCountsForItsPeriodAfterItsTaskWasTaken() {
        create("a");
        clock().advance(Duration.ofHours(5));
        assertThat(sent("a")).isNotNull();
        repository().taken(id("a"));

        clock().advance(Duration.ofMinutes(59));
        add();
        assertThat(sent("a")).isEqualTo(new SentReference(State.CREATED, id("a"), NOON));
        assertThatThrownBy(() -> create("a")).isInstanceOf(ReferenceInUseException.class);

        clock().advance(Duration.ofMinutes(1));
        assertThat(sent("a")).isNull();
        create("a");
        assertThat(sent("a").state()).isEqualTo(State.CREATED);
    }

    @Test
    default void soItIsWhenTheTaskItselfIsLongForgotten() {
        create("a");
        repository().taken(id("a"));
        clock().advance(Duration.ofMinutes(30));
        add();
        clock().advance(Duration.ofMinutes(2));
        add();
        assertThat(repository().known(Set.of(id("a")))).isEmpty();

        assertThat(sent("a").taskId()).isEqualTo(id("a"));
        clock().advance(Duration.ofMinutes(30));
        add();
        assertThat(sent("a")).isNull();
    }

    @Test
    default void aTaskThatIsGivenUpCountsAsTaken() {
        create("a");
        repository().giveUp(id("a"), "the CRM refuses it");
        assertThat(sent("a").state()).isEqualTo(State.CREATED);

        clock().advance(Duration.ofHours(1));
        assertThat(sent("a")).isNull();
    }

    @Test
    default void ofACallThatIsGivenUpNobodyKnows() {
        repository().open(entry("i", once("a")));
        giveUp("i");
        assertThat(sent("a")).isEqualTo(new SentReference(State.UNCERTAIN, null, null));

        clock().advance(Duration.ofHours(1));
        assertThat(sent("a")).isNull();
    }

    @Test
    default void aCallThatIsSettledInPartsCreatesItsReferencesInParts() {
        repository().open(entry("i", once("a"), once("b")));
        OutboxEntry read = repository().openEntries().get(0);

        repository().reconcile(read, List.of(taskOf("a")), List.of(once("b")), NOON.plusSeconds(5));
        assertThat(sent("a").state()).isEqualTo(State.CREATED);
        assertThat(sent("b").state()).isEqualTo(State.UNDER_WAY);

        discard("i");
        assertThat(sent("a").state()).isEqualTo(State.CREATED);
        assertThat(sent("b")).isNull();
    }

    @Test
    default void aTaskThatTakesThePlaceOfAFailedOneIsTheOneOfTheReference() {
        create("a");
        Instant later = NOON.plusSeconds(60);
        repository()
                .created(
                        "another",
                        List.of(new PendingTask(
                                id("again"), "search", later, "a", Map.of(), null, new Resubmission(id("a"), 1), 0)));

        assertThat(sent("a")).isEqualTo(new SentReference(State.CREATED, id("again"), later));
        repository().taken(id("again"));
        clock().advance(Duration.ofHours(1));
        assertThat(sent("a")).isNull();
    }

    @Test
    default void aReferenceCanBeAsLongAsItLikesAndHoldAnyCharacter() {
        String reference = "Ünïcode 駱駝 ' \" \\ ".repeat(1_000);
        create(reference);

        assertThat(sent(reference).taskId()).isEqualTo(id(reference));
        assertThat(sent(reference.strip())).isNull();
        assertThat(sent(reference.toUpperCase())).isNull();
    }
}

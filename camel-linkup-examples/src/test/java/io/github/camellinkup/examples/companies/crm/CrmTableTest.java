package io.github.camellinkup.examples.companies.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchResult;
import io.github.camellinkup.examples.companies.CompanyProfile;
import io.github.camellinkup.examples.companies.CrmResult;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

public class CrmTableTest {

    private static final RunId RUN = new RunId("2026-01-01T00:00:00Z", false);
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:01.250Z");
    private static final Instant FINISHED = Instant.parse("2026-01-01T00:00:05.500Z");
    private static final CompanyRow ACME = new CompanyRow(2, "A-1", "Acme, \"Ltd\"", "https://acme.example", "Spain");

    @TempDir
    private Path folder;

    private CrmDatabase database;
    private CrmTable crm;

    @BeforeEach
    void createTable() {
        database = CrmDatabase.embedded(folder);
        crm = new CrmTable(database.dataSource(), "companies");
        crm.create();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void tableIsCreatedOnce() {
        crm.saveSent(List.of(ACME), RUN);

        crm.create();

        assertThat(crm.find("A-1")).isPresent();
    }

    @Test
    void sentRowHasWhatTheFileHad() {
        crm.saveSent(List.of(ACME), RUN);

        assertThat(crm.find("A-1"))
                .contains(
                        new CrmEntry("A-1", "Acme, \"Ltd\"", "https://acme.example", "Spain", "sent", null, null, RUN));
    }

    @Test
    void resultFillsTheRow() {
        crm.saveSent(List.of(ACME), RUN);

        crm.save(completed("A-1").values(), RUN);

        assertThat(row("A-1"))
                .containsEntry("name", "Acme, \"Ltd\"")
                .containsEntry("status", "done")
                .containsEntry("industry", "Anvils")
                .containsEntry("employees", 1200L)
                .containsEntry("founded", 1949)
                .containsEntry("headquarters", "Burbank")
                .containsEntry("chief_executive", "W. Coyote")
                .containsEntry("description", "Makes anvils")
                .containsEntry("task_id", "task-A-1")
                .containsEntry("sources", "[{\"name\":\"Acme\",\"url\":\"https://acme.example/about\"}]")
                .containsEntry("finished_at", java.sql.Timestamp.from(FINISHED))
                .containsEntry("invented", false);
    }

    @Test
    void resultThatComesTwiceIsKeptOnce() {
        crm.saveSent(List.of(ACME), RUN);

        crm.save(completed("A-1").values(), RUN);
        crm.save(completed("A-1").values(), RUN);

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void resultOfARowThatWasDeletedMeanwhileIsKept() {
        crm.save(completed("gone").values(), RUN);

        assertThat(row("gone")).containsEntry("name", "gone").containsEntry("status", "done");
    }

    @Test
    void failureKeepsItsReason() {
        crm.saveSent(List.of(ACME), RUN);

        crm.save(
                new CrmResult("A-1", "task-1", null, List.of(), "nothing found", false, CREATED, FINISHED).values(),
                RUN);

        assertThat(crm.find("A-1").orElseThrow().isFailed()).isTrue();
        assertThat(row("A-1")).containsEntry("error", "nothing found").containsEntry("industry", null);
    }

    /** Such as what the stand-in has invented, when Linkup itself is asked. */
    @Test
    void sendingAgainForgetsWhatWasFound() {
        crm.saveSent(List.of(ACME), RUN);
        crm.save(completed("A-1").values(), RUN);

        crm.saveSent(List.of(ACME), new RunId("2026-01-02T00:00:00Z", false));

        assertThat(row("A-1"))
                .containsEntry("status", "sent")
                .containsEntry("name", ACME.name())
                .containsEntry("description", null)
                .containsEntry("chief_executive", null)
                .containsEntry("sources", null)
                .containsEntry("task_id", null);
    }

    @Test
    void sendingAgainForgetsTheFailure() {
        crm.saveSent(List.of(ACME), RUN);
        crm.save(
                new CrmResult("A-1", "task-1", null, List.of(), "nothing found", false, CREATED, FINISHED).values(),
                RUN);
        RunId later = new RunId("2026-01-02T00:00:00Z", false);

        crm.saveSent(List.of(ACME), later);

        CrmEntry entry = crm.find("A-1").orElseThrow();
        assertThat(entry.status()).isEqualTo("sent");
        assertThat(entry.error()).isNull();
        assertThat(entry.run()).isEqualTo(later);
    }

    @Test
    void findsManyAtOnce() {
        CompanyRow other = new CompanyRow(3, "B-2", "Beta", "", "");
        crm.saveSent(List.of(ACME, other), RUN);

        assertThat(crm.find(List.of("A-1", "B-2", "C-3"))).containsOnlyKeys("A-1", "B-2");
        assertThat(crm.find(List.of())).isEmpty();
    }

    public static CrmResult completed(String key) {
        return new CrmResult(
                key,
                "task-" + key,
                profile("Makes anvils"),
                List.of(new SearchResult("text", "Acme", "https://acme.example/about", "Anvils", null)),
                null,
                true,
                CREATED,
                FINISHED);
    }

    public static CompanyProfile profile(String description) {
        return new CompanyProfile(
                Optional.of("Anvils"),
                1200L,
                1949,
                Optional.of("Burbank"),
                Optional.of("W. Coyote"),
                Optional.of(description));
    }

    private Map<String, Object> row(String key) {
        return JdbcClient.create(database.dataSource())
                .sql("select industry, employees, founded, headquarters, chief_executive, description, sources, name,"
                        + " status, error, task_id, finished_at, invented from companies where company_key = :key")
                .param("key", key)
                .query((row, number) -> {
                    Map<String, Object> values = new java.util.HashMap<>();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        Object value = row.getObject(column);
                        values.put(
                                row.getMetaData().getColumnName(column).toLowerCase(java.util.Locale.ROOT),
                                value instanceof java.sql.Clob ? row.getString(column) : value);
                    }
                    return values;
                })
                .single();
    }

    private long count() {
        return JdbcClient.create(database.dataSource())
                .sql("select count(*) from companies")
                .query(Long.class)
                .single();
    }
}

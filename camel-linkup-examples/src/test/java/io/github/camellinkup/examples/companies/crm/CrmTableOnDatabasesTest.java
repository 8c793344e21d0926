package io.github.camellinkup.examples.companies.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the databases do differently, and the table does not. */
public class CrmTableOnDatabasesTest {

    private static final RunId RUN = new RunId("2026-01-01T00:00:00Z", false);

    private static final List<String> SIMILAR_KEYS = List.of(
            "001xx000003DGb1",
            "001xx000003DGB1",
            "001xx000003dgb1",
            "001XX000003DGB1",
            "Muller",
            "Müller",
            "muller",
            "Muller ");

    private final String table = TestDatabase.newTable();
    private CrmDatabase database;
    private CrmTable crm;

    private void open(TestDatabase which) {
        database = which.open();
        crm = new CrmTable(database.dataSource(), table);
    }

    private void create(TestDatabase which) {
        open(which);
        crm.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void keysThatDifferInCaseAccentOrBlankAreDifferentCompanies(TestDatabase which) {
        create(which);

        crm.saveSent(
                SIMILAR_KEYS.stream().map(key -> row(key, "Name of " + key)).toList(), RUN);
        SIMILAR_KEYS.forEach(key -> crm.save(result(key, "about " + key), RUN));

        assertThat(crm.confusesKeys()).isFalse();
        assertThat(crm.find(SIMILAR_KEYS)).containsOnlyKeys(SIMILAR_KEYS);
        assertThat(column("name"))
                .hasSize(SIMILAR_KEYS.size())
                .containsOnlyOnceElementsOf(
                        SIMILAR_KEYS.stream().map(key -> "Name of " + key).toList());
        assertThat(column("description"))
                .containsOnlyOnceElementsOf(
                        SIMILAR_KEYS.stream().map(key -> "about " + key).toList());
    }

    @ParameterizedTest
    @EnumSource
    void longestKeyAndNameFit(TestDatabase which) {
        create(which);

        crm.saveSent(List.of(row("ü".repeat(255), "名".repeat(500))), RUN);

        assertThat(column("name")).containsExactly("名".repeat(500));
    }

    @ParameterizedTest
    @EnumSource
    void nulIsLeftOutOfTexts(TestDatabase which) {
        create(which);
        crm.saveSent(List.of(row("A-1", "Ac\0me")), RUN);

        crm.save(result("A-1", "Makes\0 anvils"), RUN);

        assertThat(column("name")).containsExactly("Acme");
        assertThat(column("description")).containsExactly("Makes anvils");
    }

    @ParameterizedTest
    @EnumSource
    void longTextsAndAnyCharactersFit(TestDatabase which) {
        create(which);
        String text = "名😀é".repeat(100_000);
        crm.saveSent(List.of(row("A-1", "Société 名 😀")), RUN);

        crm.save(result("A-1", text), RUN);

        assertThat(column("name")).containsExactly("Société 名 😀");
        assertThat(column("description")).containsExactly(text);
    }

    @ParameterizedTest
    @EnumSource
    void valueThatTheDatabaseRefusesIsOfThatRowAlone(TestDatabase which) {
        create(which);
        client().sql("alter table " + table + " add constraint " + table + "_rule check (name <> 'Forbidden')")
                .update();
        CompanyRow good = row("A-1", "Acme");
        CompanyRow bad = row("B-2", "Forbidden");
        CompanyRow other = row("C-3", "Casa");

        Map<CompanyRow, String> refused = crm.saveSent(List.of(good, bad, other), RUN);

        assertThat(refused).containsOnlyKeys(bad);
        assertThat(refused.get(bad))
                .startsWith("the database refused it: ")
                .containsIgnoringCase(table + "_rule")
                .doesNotContain("\n");
        assertThat(column("company_key")).containsExactlyInAnyOrder("A-1", "C-3");
    }

    @ParameterizedTest
    @EnumSource
    void resultThatIsTooLongIsRefused(TestDatabase which) {
        create(which);
        crm.saveSent(List.of(row("A-1", "Acme")), RUN);
        Map<String, Object> result = result("A-1", "Makes anvils");
        result.put("task_id", "t".repeat(101));

        assertThatThrownBy(() -> crm.save(result, RUN)).isInstanceOf(RefusedRowException.class);

        assertThat(crm.find("A-1"))
                .hasValueSatisfying(entry -> assertThat(entry.status()).isEqualTo("sent"));
    }

    @ParameterizedTest
    @EnumSource
    void tableThatIsGoneIsNoRefusalOfARow(TestDatabase which) {
        open(which);

        assertThatThrownBy(() -> crm.save(result("A-1", "Makes anvils"), RUN)).isInstanceOf(DataAccessException.class);
    }

    @ParameterizedTest
    @EnumSource
    void olderTableStaysUsableAndSaysWhetherItConfusesKeys(TestDatabase which) {
        open(which);
        createOlderTable(database, table);
        crm.create();
        crm.saveSent(List.of(row("A-1", "Acme")), RUN);

        crm.save(result("A-1", "Makes anvils"), RUN);

        assertThat(column("description")).containsExactly("Makes anvils");
        assertThat(crm.confusesKeys()).isEqualTo(which == TestDatabase.MARIADB);
    }

    @Test
    void columnsThatAreChangedAsTheReadmeSaysConfuseNoKeys() throws IOException {
        open(TestDatabase.MARIADB);
        createOlderTable(database, table);
        String readme = Files.readString(Path.of("README.md"));

        readme.lines()
                .filter(line -> line.startsWith("alter table companies "))
                .map(line -> line.replace("companies", table).replace(";", ""))
                .forEach(statement -> client().sql(statement).update());

        assertThat(crm.confusesKeys()).isFalse();
        crm.saveSent(List.of(row("A-1", "Acme")), RUN);
        crm.save(result("A-1", "😀".repeat(30_000)), RUN);
        assertThat(column("description")).containsExactly("😀".repeat(30_000));
    }

    /** As versions before this one have made it, and as others may. */
    public static void createOlderTable(CrmDatabase database, String table) {
        JdbcClient.create(database.dataSource())
                .sql("create table " + table + " (company_key varchar(255) not null primary key, name varchar(500) not"
                        + " null, website text, country text, status varchar(10) not null, industry text, employees"
                        + " bigint, founded integer, headquarters text, chief_executive text, description text, sources"
                        + " text, error text, task_id varchar(100), sent_at timestamp(3) null, finished_at timestamp(3)"
                        + " null, run_id varchar(40) not null, invented boolean not null)")
                .update();
    }

    private JdbcClient client() {
        return JdbcClient.create(database.dataSource());
    }

    private List<String> column(String column) {
        return client().sql("select " + column + " from " + table)
                .query(String.class)
                .list();
    }

    private static CompanyRow row(String key, String name) {
        return new CompanyRow(2, key, name, "", "");
    }

    private static Map<String, Object> result(String key, String description) {
        Map<String, Object> values = new HashMap<>(CrmTableTest.completed(key).values());
        values.put("description", description);
        return values;
    }
}

package io.github.camellinkup.examples.companies.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchResult;
import io.github.camellinkup.examples.companies.CrmResult;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.CrmTableTest;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ReportTest {

    private static final RunId RUN = new RunId("2026-01-01T00:00:00Z", false);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
    void whatLooksLikeHtmlIsShownAsText() {
        save(
                "<script>alert('x')</script>",
                "https://ok.example",
                "\"quoted\" & <b>bold</b>",
                "https://a.example/?a=1&b=\"2");

        String html = report();

        assertThat(html)
                .doesNotContain("<script>alert", "<b>bold")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("&quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt;")
                .contains("href=\"https://a.example/?a&#61;1&amp;b&#61;&quot;2\"");
    }

    @Test
    void onlyWebAddressesAreLinked() {
        save("Acme", "javascript:alert(1)", "Makes anvils", "data:text/html,hello");

        assertThat(report()).doesNotContain("href=\"javascript", "href=\"data").contains("Acme", "Invoice page");
    }

    @Test
    void needsNoOtherFile() {
        save("Acme", "https://acme.example", "Makes anvils", "https://acme.example/about");

        String html = report();

        assertThat(html).doesNotContain("<link", "src=", "url(", "@import").contains("default-src 'none'");
        assertThat(occurrences(html, "<script")).isEqualTo(1);
    }

    @Test
    void countsAddUp() {
        save("Acme", "", "Makes anvils", "https://acme.example/about");
        crm.saveSent(List.of(row("Beta", ""), row("Gamma", "")), RUN);
        crm.save(failed("Beta").values(), RUN);

        String html = report();

        assertThat(html)
                .contains("<b>3</b> companies", "<b>1</b> enriched", "<b>1</b> failed", "<b>1</b> open")
                .contains("nothing found");
        assertThat(occurrences(html, "<th scope=\"row\"")).isEqualTo(3);
    }

    @Test
    void inventedFindingsAreCalledInvented() {
        RunId invented = new RunId("2026-01-01T00:00:00Z", true);
        crm.saveSent(List.of(row("Acme", "")), invented);
        crm.save(CrmTableTest.completed("Acme").values(), invented);

        assertThat(report()).containsOnlyOnce("invented").contains("Not real:");
    }

    @Test
    void inventedFindingsAmongRealOnesAreMarked() {
        RunId invented = new RunId("2026-01-01T00:00:00Z", true);
        crm.saveSent(List.of(row("Acme", "")), invented);
        crm.save(CrmTableTest.completed("Acme").values(), invented);
        save("Beta", "", "Makes anvils", "https://beta.example/about");

        assertThat(report()).contains("about 1 of these companies", "</span>, invented");
    }

    @Test
    void realFindingsAreNotCalledInvented() {
        save("Acme", "", "Makes anvils", "https://acme.example/about");

        assertThat(report()).doesNotContain("Not real:", "invented");
    }

    @Test
    void timelineShowsTheLastRunThatFinishedAnything() {
        save("Acme", "", "Makes anvils", "https://acme.example/about");
        RunId later = new RunId("2026-02-01T00:00:00Z", false);
        crm.saveSent(List.of(row("Beta", ""), row("Gamma", "")), later);
        crm.save(result("Beta", Instant.parse("2026-02-01T00:00:02Z")).values(), later);
        crm.save(result("Gamma", Instant.parse("2026-02-01T00:00:08Z")).values(), later);

        String html = report();

        assertThat(html)
                .contains(
                        "2 tasks finished, at most 1",
                        "From <time datetime=\"2026-02-01T00:00:00Z\">2026-02-01 00:00:00 UTC</time>",
                        "<span>0 s</span><span>2 s</span><span>4 s</span><span>6 s</span><span>8 s</span>");
        assertThat(occurrences(html, "<rect class=\"enriched\"")).isEqualTo(2);
        assertThat(html).as("the price of an earlier run is not known").doesNotContain("list price");
    }

    @Test
    void figuresOfTheRun() {
        for (int number = 1; number <= 20; number++) {
            crm.saveSent(List.of(row("Company " + number, "")), RUN);
            crm.save(result("Company " + number, START.plusSeconds(number)).values(), RUN);
        }
        crm.saveSent(List.of(row("Beta", "")), RUN);
        crm.save(failed("Beta").values(), RUN);

        assertThat(report())
                .contains(
                        figure("Duration", "20 s"),
                        figure("Rate", "1.1 tasks/s"),
                        figure("Task time, p50", "10 s"),
                        figure("Task time, p95", "19 s"),
                        figure("Cost", "US$ 0.12 at list price"));
    }

    private static String figure(String name, String value) {
        return "<dt>" + name + "</dt><dd>" + value + "</dd>";
    }

    @Test
    void failedOnesComeFirstAndNamesWithoutRegardToCase() {
        save("beta", "", "", "");
        save("Alpha", "", "", "");
        save("Gamma", "", "", "");
        crm.saveSent(List.of(row("Zeta", "")), RUN);
        crm.save(failed("Zeta").values(), RUN);

        assertThat(report()).containsSubsequence("Zeta", "Alpha", "beta", "Gamma");
    }

    @Test
    void emptyTableGivesAReportWithoutTimeline() {
        assertThat(report()).contains("<b>0</b> companies").doesNotContain("<svg");
    }

    private void save(String name, String website, String description, String source) {
        crm.saveSent(List.of(row(name, website)), RUN);
        crm.save(
                new CrmResult(
                                name,
                                "task",
                                CrmTableTest.profile(description),
                                List.of(new SearchResult("text", "Invoice page", source, null, null)),
                                null,
                                true,
                                START,
                                START.plusSeconds(3))
                        .values(),
                RUN);
    }

    private static CompanyRow row(String name, String website) {
        return new CompanyRow(2, name, name, website, "");
    }

    private static CrmResult result(String key, Instant finished) {
        return new CrmResult(key, "task", CrmTableTest.profile(""), List.of(), null, true, START, finished);
    }

    private static CrmResult failed(String key) {
        return new CrmResult(key, "task", null, List.of(), "nothing found", false, START, START.plusSeconds(1));
    }

    private String report() {
        Path file = folder.resolve("report.html");
        new Report(new CrmReader(database.dataSource(), "companies"))
                .write(file, "Linkup", database.toString(), RUN, new BigDecimal("0.12"));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int occurrences(String text, String part) {
        Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}

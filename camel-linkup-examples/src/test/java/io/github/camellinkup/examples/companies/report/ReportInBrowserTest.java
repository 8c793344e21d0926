package io.github.camellinkup.examples.companies.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchResult;
import io.github.camellinkup.examples.companies.CompanyProfile;
import io.github.camellinkup.examples.companies.CrmResult;
import io.github.camellinkup.examples.companies.command.CommandRun;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The report as people see it, in Chromium. */
public class ReportInBrowserTest {

    private static final Instant START = Instant.parse("2026-01-31T23:30:00Z");
    private static final RunId RUN = new RunId(START.toString(), false);
    private static final int MANY = 450;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path report;
    private static Path longReport;

    @BeforeAll
    static void startBrowser() {
        if (Browser.isInstalled()) {
            browser = Browser.start(folder.resolve("profile"));
            report = report("some", ReportInBrowserTest::fillWithSome);
            longReport = report("many", ReportInBrowserTest::fillWithMany);
        }
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        Browser.assumeInstalled();
        browser.placeOfUser("Europe/London", "en-GB");
        browser.open(report, 1280, 900);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 800, 1280, 1920})
    void nothingOverlapsOrIsCut(int width) throws IOException {
        browser.open(report, width, 900);

        assertThat(browser.texts(layoutProblems())).isEmpty();
        assertThat(visible("td li a"))
                .hasSize(16)
                .contains(
                        "Annual report of the year 2025 with all its figures and notes",
                        "https://example.com/" + "path/".repeat(30));
    }

    @Test
    void failedOnesComeFirstThenNamesInTheOrderOfPeople() {
        assertThat(names())
                .containsExactly(
                        "Zebra Failed",
                        "Open Company",
                        "ACME Tools",
                        "Acme Works 9",
                        "acme works 10",
                        "Éclair",
                        "Eden",
                        "Kraftfahrzeughaftpflichtversicherungsgesellschaft",
                        "Ösel",
                        "Oslo");
    }

    @Test
    void countLeadsToTheFailedOnes() {
        browser.driver().findElement(By.partialLinkText("failed")).sendKeys(Keys.ENTER);

        assertThat(names()).containsExactly("Zebra Failed");
        assertThat(browser.text("location.hash")).isEqualTo("#companies");
        assertThat(visible("[role=status]")).containsExactly("1 found, 10 in all");

        browser.driver().findElement(By.partialLinkText("companies")).click();

        assertThat(names()).hasSize(10);
    }

    @Test
    void searchFindsWordsWithoutTheirAccentsInAllThatIsShown() {
        search("eclair");
        assertThat(names()).containsExactly("Éclair");

        search("annual ECLAIR");
        assertThat(names()).containsExactly("Éclair");

        search("source went");
        assertThat(names()).containsExactly("Zebra Failed");

        search("nothing of this kind");
        assertThat(names()).isEmpty();
        assertThat(visible("[role=status]")).containsExactly("0 found, 10 in all");
    }

    @Test
    void headersSortNumbersAsNumbersAndWhatIsNotKnownLast() {
        sort("Employees");
        assertThat(names()).startsWith("Ösel", "Éclair").endsWith("Open Company");
        assertThat(browser.text("document.querySelector('[aria-sort]').ariaSort"))
                .isEqualTo("ascending");

        sort("Employees");
        assertThat(names())
                .startsWith("Kraftfahrzeughaftpflichtversicherungsgesellschaft", "Oslo")
                .endsWith("Open Company");
    }

    @Test
    void headersSortOnAPhoneToo() {
        browser.open(report, 400, 900);

        sort("Founded");
        sort("Status");

        assertThat(names()).startsWith("Zebra Failed", "Open Company", "Oslo", "acme works 10");
    }

    @Test
    void timesAreLocal() {
        browser.placeOfUser("Asia/Tokyo", "en-GB");
        browser.open(report, 1280, 900);

        assertThat(visible("section time").get(0)).contains("1 Feb 2026", "08:30:00");
    }

    @Test
    void withoutScriptsAllRowsAreThereAndTimesAreInUtc() {
        browser.scripts(false);
        browser.open(longReport, 1280, 900);
        browser.scripts(true);

        assertThat(browser.text("document.querySelectorAll('tbody tr').length")).isEqualTo(String.valueOf(MANY));
        assertThat(visible("section time").get(0)).isEqualTo("2026-01-31 23:30:00 UTC");
        assertThat(visible("input")).isEmpty();
    }

    @Test
    void longTableIsShownInPartsAndSearchedWhole() {
        browser.open(longReport, 1280, 900);
        assertThat(names()).hasSize(200).startsWith("Company 1", "Company 2");

        browser.driver().findElement(By.id("more")).click();
        assertThat(names()).hasSize(400);

        search("Company 444");
        assertThat(names()).containsExactly("Company 444");
    }

    @Test
    void noRequestLeavesThePageAndTheBrowserHasNoComplaints() {
        browser.requests();
        browser.complaints();

        browser.open(report, 1280, 900);
        search("acme");
        sort("Founded");

        assertThat(browser.requests()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void scriptThatIsNotThePagesOwnDoesNotRun() {
        browser.run("const script = document.createElement('script'); script.textContent = 'window.strange = 1';"
                + "document.body.append(script);");

        assertThat(browser.text("typeof window.strange")).isEqualTo("undefined");
        browser.complaints();
    }

    @Test
    void coloursFollowTheDevice() {
        browser.colours("dark");
        String dark = browser.text("getComputedStyle(document.body).backgroundColor");
        browser.colours("light");

        assertThat(browser.text("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(dark);
    }

    /** The picture in README shows what the demo leaves behind. */
    @Test
    void demoReportFitsAndIsPictured() throws IOException {
        Path output = folder.resolve("demo");
        CommandRun run = CommandRun.of(
                Map.of(),
                "--output",
                output.toString(),
                "--jdbc-url",
                "jdbc:h2:mem:crm",
                "--stand-in-seconds",
                "3",
                "--stand-in-fail-rate",
                "0.03");
        assertThat(run.exitCode()).as(run.err()).isZero();

        browser.open(output.resolve("report.html"), 1280, 1000);

        assertThat(browser.texts(layoutProblems())).isEmpty();
        byte[] picture = browser.picture(output.resolve("report.html"), 1280, 1000);
        Files.write(Path.of(System.getProperty("report.picture")), picture);
        if (Boolean.getBoolean("report.picture.update")) {
            Files.write(Path.of("../docs/images/report.png"), picture);
        }
        assertThat(picture.length).isLessThan(200_000);
    }

    private static String layoutProblems() throws IOException {
        try (InputStream script = ReportInBrowserTest.class.getResourceAsStream("layout.js")) {
            return "(() => {" + new String(script.readAllBytes(), StandardCharsets.UTF_8) + "})()";
        }
    }

    private static List<String> names() {
        return visible("tbody th a");
    }

    private static List<String> visible(String selector) {
        return browser.texts("[...document.querySelectorAll('" + selector
                + "')].filter(found => found.checkVisibility()).map(found => found.textContent)");
    }

    private static void search(String words) {
        var field = browser.driver().findElement(By.id("search"));
        field.clear();
        field.sendKeys(words);
    }

    private static void sort(String header) {
        browser.driver()
                .findElement(By.xpath("//thead//button[text()='" + header + "']"))
                .click();
    }

    private static Path report(String name, Consumer<CrmTable> content) {
        try (CrmDatabase database = CrmDatabase.embedded(folder.resolve(name))) {
            CrmTable crm = new CrmTable(database.dataSource(), "companies");
            crm.create();
            content.accept(crm);
            Path file = folder.resolve(name + ".html");
            new Report(new CrmReader(database.dataSource(), "companies"))
                    .write(file, "Linkup", database.toString(), RUN, new BigDecimal("0.414"));
            return file;
        }
    }

    private static void fillWithSome(CrmTable crm) {
        List<String> names = List.of(
                "Oslo",
                "acme works 10",
                "Kraftfahrzeughaftpflichtversicherungsgesellschaft",
                "Acme Works 9",
                "ACME Tools",
                "Eden",
                "Éclair",
                "Ösel");
        send(crm, "Open Company", "Zebra Failed");
        send(crm, names.toArray(String[]::new));
        for (int number = 0; number < names.size(); number++) {
            long employees = names.get(number).startsWith("K") ? 2_300_000 : 99_000 - number * 9_000;
            crm.save(
                    found(names.get(number), employees, START.plusSeconds(number + 2))
                            .values(),
                    RUN);
        }
        crm.save(
                new CrmResult(
                                "Zebra Failed",
                                "task",
                                null,
                                List.of(),
                                "The source went away: https://example.com/" + "a".repeat(120),
                                false,
                                START,
                                START.plusSeconds(1))
                        .values(),
                RUN);
    }

    private static void fillWithMany(CrmTable crm) {
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= MANY; number++) {
            names.add("Company " + number);
        }
        send(crm, names.toArray(String[]::new));
        names.forEach(name -> crm.save(found(name, 7, START.plusSeconds(9)).values(), RUN));
    }

    private static void send(CrmTable crm, String... names) {
        List<CompanyRow> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(new CompanyRow(2, name, name, "https://www.example.com", "United Arab Emirates"));
        }
        crm.saveSent(rows, RUN);
    }

    private static CrmResult found(String name, long employees, Instant finished) {
        CompanyProfile profile = new CompanyProfile(
                Optional.of("Telecommunications"),
                employees,
                1949,
                Optional.of("Llanfairpwllgwyn, Wales"),
                Optional.of("Maria Konstantinopoulou"),
                Optional.of("It makes things that people need, sells them to those who need them, and says in two long "
                        + "sentences what these things are. This is the second of them."));
        List<SearchResult> sources = List.of(
                new SearchResult(
                        "text",
                        "Annual report of the year 2025 with all its figures and notes",
                        "https://example.com/report",
                        null,
                        null),
                new SearchResult("text", "", "https://example.com/" + "path/".repeat(30), null, null));
        return new CrmResult(name, "task", profile, sources, null, true, START, finished);
    }
}

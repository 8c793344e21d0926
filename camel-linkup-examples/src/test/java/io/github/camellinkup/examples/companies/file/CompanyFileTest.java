package io.github.camellinkup.examples.companies.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class CompanyFileTest {

    @TempDir
    private Path folder;

    @Test
    void sampleHasAtLeast60DifferentCompaniesWithWebsiteAndCountry() {
        CompanyFile sample = new CompanyFile(null, StandardCharsets.UTF_8, ',', Map.of());

        List<CompanyRow> rows = read(sample);

        Set<String> keys = new HashSet<>();
        rows.forEach(row -> keys.add(row.key()));
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60).allSatisfy(row -> {
            assertThat(row.problem()).isEmpty();
            assertThat(row.website()).startsWith("https://");
            assertThat(row.country()).isNotBlank();
        });
        assertThat(keys).hasSameSizeAs(rows);
    }

    @Test
    void readsQuotedFieldsWithCommasQuotesAndLineBreaks() {
        List<CompanyRow> rows =
                read(file("name,country\n\"Apple, Inc.\",\"United\nStates\"\n\"The \"\"Co\"\"\",France\n"));

        assertThat(rows)
                .containsExactly(
                        new CompanyRow(3, "Apple, Inc.", "Apple, Inc.", "", "United\nStates"),
                        new CompanyRow(4, "The \"Co\"", "The \"Co\"", "", "France"));
    }

    @Test
    void readsByteOrderMarkWindowsLineEndsAndBlankRows() {
        List<CompanyRow> rows =
                read(file("\uFEFFname,website,country\r\n\r\nSAP,sap.com,Germany\r\n,, \r\nASML,asml.com,Netherlands"));

        assertThat(rows)
                .containsExactly(
                        new CompanyRow(3, "SAP", "SAP", "sap.com", "Germany"),
                        new CompanyRow(5, "ASML", "ASML", "asml.com", "Netherlands"));
    }

    @Test
    void findsUsualHeadersWhateverTheirOrderAndSpelling() {
        List<CompanyRow> rows = read(file("GICS Sector,Security,Symbol,Web_Site\nIndustrials,3M,MMM,3m.com\n"));

        assertThat(rows).containsExactly(new CompanyRow(2, "MMM", "3M", "3m.com", ""));
    }

    @Test
    void takesGivenColumnsBeforeUsualOnes() {
        CompanyFile file = file(
                "name,firm,nr,id,place\nJane,Acme,7,8,Spain\n",
                Map.of(Column.NAME, "Firm", Column.KEY, "nr", Column.COUNTRY, "place"));

        assertThat(read(file)).containsExactly(new CompanyRow(2, "7", "Acme", "", "Spain"));
    }

    @Test
    void rowsWithMissingFieldsHaveThemEmpty() {
        List<CompanyRow> rows = read(file("id,name,country\n1,\n2,Acme\n"));

        assertThat(rows)
                .extracting(CompanyRow::problem)
                .containsExactly(java.util.Optional.of("no name"), java.util.Optional.empty());
    }

    @Test
    void countsRowsAndSaysWhichColumnIsWhich() {
        CompanyFile.Contents contents =
                file("symbol,security\nA,Acme\n\nB,Beta\n").inspect();

        assertThat(contents.rows()).isEqualTo(2);
        assertThat(contents.columns()).hasToString("key = 'symbol', name = 'security'");
    }

    @Test
    void fileWithoutRowsHasNone() {
        assertThat(file("name,country\n").inspect().rows()).isZero();
    }

    @Test
    void emptyFileIsRefused() {
        assertRefused(file(""), "is empty");
    }

    @Test
    void missingFileIsRefusedNamingTheOption() {
        assertRefused(
                new CompanyFile(folder.resolve("nowhere.csv"), StandardCharsets.UTF_8, ',', Map.of()),
                "nowhere.csv",
                "--input");
    }

    @Test
    void folderIsRefused() {
        assertRefused(new CompanyFile(folder, StandardCharsets.UTF_8, ',', Map.of()), "--input");
    }

    @Test
    void fileWithoutNameColumnIsRefusedNamingTheOptionAndTheHeaders() {
        assertRefused(file("symbol,firm\nA,Acme\n"), "--name-column", "symbol, firm");
    }

    @Test
    void givenColumnThatTheFileLacksIsRefusedNamingTheOption() {
        CompanyFile file = file("symbol,name\nA,Acme\n", Map.of(Column.WEBSITE, "web"));

        assertRefused(file, "'web'", "--website-column", "symbol, name");
    }

    @Test
    void quoteThatNeverEndsIsRefusedBeforeAnythingIsSent() {
        assertRefused(file("name\nAcme\n\"Beta\n"), "not a CSV file");
    }

    @Test
    void otherEncodingIsRefusedNamingTheOptionAndReadWithIt() throws IOException {
        Path path = folder.resolve("latin.csv");
        Files.write(path, "name\nNestlé\n".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(new CompanyFile(path, StandardCharsets.UTF_8, ',', Map.of()), "--charset");
        assertThat(read(new CompanyFile(path, StandardCharsets.ISO_8859_1, ',', Map.of())))
                .extracting(CompanyRow::name)
                .containsExactly("Nestlé");
    }

    @Test
    void readsOtherDelimiters() {
        CompanyFile file = new CompanyFile(
                write("name;country\nAcme;Spain\n", StandardCharsets.UTF_8), StandardCharsets.UTF_8, ';', Map.of());

        assertThat(read(file)).extracting(CompanyRow::country).containsExactly("Spain");
    }

    private CompanyFile file(String text) {
        return file(text, Map.of());
    }

    private CompanyFile file(String text, Map<Column, String> columns) {
        return new CompanyFile(write(text, StandardCharsets.UTF_8), StandardCharsets.UTF_8, ',', columns);
    }

    private Path write(String text, Charset charset) {
        try {
            return Files.write(folder.resolve("companies.csv"), text.getBytes(charset));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<CompanyRow> read(CompanyFile file) {
        List<CompanyRow> rows = new ArrayList<>();
        try (CompanyRows source = file.open()) {
            source.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static void assertRefused(CompanyFile file, String... words) {
        assertThatThrownBy(file::inspect).isInstanceOf(InputException.class).hasMessageContainingAll(words);
    }
}

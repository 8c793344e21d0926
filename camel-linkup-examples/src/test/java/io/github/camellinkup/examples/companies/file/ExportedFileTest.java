package io.github.camellinkup.examples.companies.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as CRMs and spreadsheets write them, with what is odd in them. */
public class ExportedFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsCompaniesOfHubSpot() {
        CompanyFile file = resource("hubspot.csv");

        assertThat(file.inspect().columns())
                .hasToString(
                        "key = 'Record ID', name = 'Company name', website = 'Company Domain Name', country = 'Country/Region'");
        assertThat(read(file))
                .containsExactly(
                        new CompanyRow(2, "8312004417", "Nordlicht Werke", "nordlicht.example", "Germany"),
                        new CompanyRow(3, "8312004418", "Nordlicht Werke", "nordlicht-at.example", "Austria"),
                        new CompanyRow(4, "8312004502", "Société Ébène, S.A.", "ebene.example", "France"));
    }

    @Test
    void readsOrganizationsOfPipedrive() {
        assertThat(read(resource("pipedrive.csv")))
                .containsExactly(
                        new CompanyRow(2, "41", "Fernwick Foods", "fernwick.example", "United Kingdom"),
                        new CompanyRow(3, "42", "Lakemouth \"Blue\" Ltd", "", ""));
    }

    @Test
    void readsReportsOfSalesforceWhoseIdsDifferInCase() {
        assertThat(read(resource("salesforce-report.csv")))
                .containsExactly(
                        new CompanyRow(
                                2, "0015g00000AbCdE", "Eastbridge Trading", "www.eastbridge.example", "United States"),
                        new CompanyRow(3, "0015g00000AbCde", "Eastbridge Trading West", "", "United States"));
    }

    @Test
    void readsWhatTheDataLoaderOfSalesforceWrites() {
        assertThat(resource("salesforce-data-loader.csv").inspect().columns())
                .hasToString("key = 'ID', name = 'NAME', website = 'WEBSITE', country = 'BILLINGCOUNTRY'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void byteOrderMarkSaysTheEncodingWhetherOrNotOneIsNamed(String name) {
        Charset charset = Charset.forName(name);
        Path path = write("\uFEFFname,country\nNestlé,Švýcarsko\n", charset);
        CompanyRow expected = new CompanyRow(2, "Nestlé", "Nestlé", "", "Švýcarsko");

        assertThat(read(new CompanyFile(path, null, null, Map.of()))).containsExactly(expected);
        assertThat(read(new CompanyFile(path, charset, null, Map.of(Column.NAME, "name"))))
                .containsExactly(expected);
    }

    @Test
    void byteOrderMarkTellsLittleFromBigEndWhereUtf16IsNamed() {
        Path path = write("\uFEFFname\nAcme\n", StandardCharsets.UTF_16LE);

        assertThat(read(new CompanyFile(path, StandardCharsets.UTF_16, null, Map.of())))
                .extracting(CompanyRow::name)
                .containsExactly("Acme");
    }

    @Test
    void utf16WithoutByteOrderMarkIsRefusedNamingTheOption() {
        Path path = write("name\nAcme\n", StandardCharsets.UTF_16LE);

        assertRefused(new CompanyFile(path, null, null, Map.of()), "--charset", "UTF-16LE");
        assertThat(read(new CompanyFile(path, StandardCharsets.UTF_16LE, null, Map.of())))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\r\n", "\"sep=;\"\r\n", "\uFEFFSEP=;\n"})
    void firstLineOfExcelSaysTheDelimiterAndIsNoHeader(String firstLine) {
        CompanyFile file = file(firstLine + "name;legal, form, and more\nAcme;Ltd\n");

        assertThat(file.inspect().columns()).hasToString("key = 'name', name = 'name'");
        assertThat(read(file)).containsExactly(new CompanyRow(3, "Acme", "Acme", "", ""));
    }

    @Test
    void firstLineOfExcelIsNoHeaderAlsoWhereTheDelimiterIsGiven() {
        Path path = write("sep=;\nname,country\nAcme,Spain\n", StandardCharsets.UTF_8);

        assertThat(read(new CompanyFile(path, null, ',', Map.of())))
                .containsExactly(new CompanyRow(3, "Acme", "Acme", "", "Spain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void delimiterOfTheHeaderIsTheDelimiterOfTheFile(String delimiter) {
        CompanyFile file = file("name,\"a,b;c;d\",country\nAcme,x,Spain\n".replaceAll(",(?![b])", delimiter));

        assertThat(read(file)).containsExactly(new CompanyRow(2, "Acme", "Acme", "", "Spain"));
    }

    @Test
    void twoColumnsOfOneNameAreRefusedUnlessOneIsChosenByNumber() {
        String text = "ID,Name,Owner,_name_\n1,Acme,Jane,Acme Holding\n";

        assertRefused(file(text), "two columns", "number 2", "number 4", "--name-column 2", "--name-column 4");
        assertRefused(file(text, Map.of(Column.NAME, "name")), "--name-column 4");
        assertThat(read(file(text, Map.of(Column.NAME, "4"))))
                .extracting(CompanyRow::name)
                .containsExactly("Acme Holding");
        assertRefused(file(text, Map.of(Column.NAME, "5")), "'5'", "--name-column");
    }

    @Test
    void twoColumnsOfANameThatIsNotNeededAreRead() {
        assertThat(read(file("Name,Notes,Notes\nAcme,a,b\n"))).hasSize(1);
        assertThat(read(file("Name,Website,Website\nAcme,a,b\n", Map.of(Column.WEBSITE, "3"))))
                .extracting(CompanyRow::website)
                .containsExactly("b");
        assertRefused(file("Name,Website,Website\nAcme,a,b\n"), "--website-column 2");
    }

    @Test
    void headerThatIsANumberIsAHeader() {
        assertThat(read(file("2,Name\nAcme,Jane\n", Map.of(Column.NAME, "2"))))
                .extracting(CompanyRow::name)
                .containsExactly("Acme");
    }

    @Test
    void whatNobodySeesIsBlankAndIsStripped() {
        List<CompanyRow> rows = read(file("id,\u00A0name\u200B\n"
                + "1,\u00A0\u200B\n" // a row with a key and a blank name
                + "2,\u00A0\uFEFFAcme\u200B \u001A\n"
                + "\u00A0,\u200B\n" // a blank row
                + "\u001A")); // as old editors end a file

        assertThat(rows).containsExactly(new CompanyRow(2, "1", "", "", ""), new CompanyRow(3, "2", "Acme", "", ""));
        assertThat(rows.get(0).problem()).contains("no name");
    }

    @Test
    void namesThatDifferInWhatNobodySeesAreOne() {
        List<CompanyRow> rows = read(file("name\nAcme\n\u00A0Acme\u200B\n"));

        assertThat(rows.get(1).problem()).contains("repeats line 2");
    }

    @Test
    void controlCharacterMakesARowUnusableAndTheOthersStay() {
        List<CompanyRow> rows = read(file("name,country\nAc\0me,Spain\nBeta,Fra\u0092nce\nGam\tma,Italy\n"));

        assertThat(rows.get(0).problem()).get().asString().contains("U+0000");
        assertThat(rows.get(1).problem()).get().asString().contains("U+0092", "--charset");
        assertThat(rows.get(2).problem()).isEmpty();
    }

    @Test
    void rowsOfOneKeyAreToldApartByTheirContent() {
        CompanyFile file = file("id,name,country\n1,Acme,Spain\n1,Acme,Spain\n1,Acme,France\n2,Acme,Spain\n");

        assertThat(read(file))
                .extracting(row -> row.problem().orElse(""))
                .containsExactly("", "repeats line 2", "has the key of line 2, but other content", "");
        assertThat(file.inspect().warnings()).singleElement().asString().contains("Line 4", "line 2", "'1'");
    }

    @Test
    void keysThatDifferInCaseOrAccentAreDifferent() {
        assertThat(read(file("name\nResume\nresume\nRésumé\nRe\u0301sume\u0301\n")))
                .allSatisfy(row -> assertThat(row.problem()).isEmpty());
    }

    @Test
    void fewRowsThatAStrayQuoteHasSwallowedInTheNameAreWarnedOfToo() {
        CompanyFile file = file("id,name\n1,\"Acme\n2,Beta\n3,Gamma\"\n4,Delta\n");

        assertThat(file.inspect().warnings()).singleElement().asString().contains("Lines 2 to 4", "quote");
    }

    /** As Salesforce writes them. */
    @Test
    void linesBelowTheTableAreNoCompanies() {
        List<CompanyRow> rows = read(
                file(
                        "Account Name,Website,Billing Country\nAcme,,Spain\n\"Copyright (c) 2026 Acme\"\n\"Generated By: Me\"\n"));

        assertThat(rows)
                .extracting(CompanyRow::name)
                .containsExactly("Acme", "Copyright (c) 2026 Acme", "Generated By: Me");
        assertThat(rows.get(0).problem()).isEmpty();
        assertThat(rows.get(1).problem()).contains("one field only, where the header has more");
        assertThat(rows.get(2).problem()).contains("one field only, where the header has more");
    }

    @Test
    void inAListOfContactsTheCompanyIsLookedUp() {
        assertThat(read(file("Record ID,Name,Company\n1,Jane Doe,Acme\n")))
                .extracting(CompanyRow::name)
                .containsExactly("Acme");
    }

    @Test
    void strayPairOfQuotesThatSwallowsRowsIsWarnedOfWithTheirLines() {
        String swallowed = IntStream.rangeClosed(4, 24)
                .mapToObj(line -> line + ",Company " + line + ",note\n")
                .collect(Collectors.joining());

        CompanyFile inName =
                file("id,name,note\n2,Acme,note\n3,\"Beta,note\n" + swallowed + "25,Zeta\",note\n26,Eta,note\n");
        CompanyFile inNote =
                file("id,name,note\n2,Acme,note\n3,Beta,\"note\n" + swallowed + "25,Zeta,note\"\n26,Eta,note\n");

        assertThat(inName.inspect().rows()).isEqualTo(3);
        assertThat(inName.inspect().warnings()).singleElement().asString().contains("Lines 3 to 25", "quote");
        assertThat(inNote.inspect().warnings()).singleElement().asString().contains("Lines 3 to 25", "quote");
    }

    @Test
    void textOfSomeLinesIsNotWarnedOf() {
        String text = "An address,\nwith a street,\na town, and\na country.\n\nAnd more\nlines\nof text\n";

        assertThat(file("id,name,note\n1,\"Acme\nLtd\",\"" + text + "\"\n")
                        .inspect()
                        .warnings())
                .isEmpty();
        assertThat(file("id,name,note\n1,Acme,\"" + "line\n".repeat(60) + "\"\n")
                        .inspect()
                        .warnings())
                .hasSize(1);
    }

    @Test
    void rowWithMoreFieldsThanTheHeaderIsWarnedOf() {
        assertThat(file("name,country\nAcme, Inc.,Spain\nBeta,France,, \n")
                        .inspect()
                        .warnings())
                .singleElement()
                .asString()
                .contains("Line 2", "more fields");
    }

    @Test
    void manyWarningsAreCounted() {
        String rows =
                IntStream.rangeClosed(1, 30).mapToObj(n -> "1,Acme " + n + "\n").collect(Collectors.joining());

        assertThat(file("id,name\n" + rows).inspect().warnings())
                .hasSize(11)
                .last()
                .asString()
                .contains("19 more");
    }

    private static CompanyFile resource(String name) {
        try {
            Path path = Path.of(
                    ExportedFileTest.class.getResource("/companies/" + name).toURI());
            return new CompanyFile(path, null, null, Map.of());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private CompanyFile file(String text) {
        return file(text, Map.of());
    }

    private CompanyFile file(String text, Map<Column, String> columns) {
        return new CompanyFile(write(text, StandardCharsets.UTF_8), null, null, columns);
    }

    private Path write(String text, Charset charset) {
        try {
            Path path = Files.createTempFile(folder, "companies", ".csv");
            return Files.write(path, text.getBytes(charset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

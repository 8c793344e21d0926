// snippet:row
package com.example;

import java.util.List;
import java.util.Map;
import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

/** A line of the CSV file. */
@CsvRecord(separator = ",", skipFirstLine = true)
public class CompanyRow {

    @DataField(pos = 1)
    private String id;

    @DataField(pos = 2)
    private String name;

    /** A task asks for each company, and carries its id. */
    static List<Map<String, String>> questions(List<CompanyRow> rows) {
        return rows.stream()
                .map(row -> Map.of("q", "What does the company " + row.name + " do?", "reference", row.id))
                .toList();
    }
}
// end:row

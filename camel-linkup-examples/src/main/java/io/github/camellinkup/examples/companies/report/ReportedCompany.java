package io.github.camellinkup.examples.companies.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.examples.companies.crm.CrmEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A company as the report shows it. Texts are as they are in the table: escaping is the template's task. */
record ReportedCompany(
        String key,
        Link name,
        String country,
        String status,
        String industry,
        String employees,
        String founded,
        String headquarters,
        String chiefExecutive,
        String description,
        String error,
        List<Link> sources,
        Moment finished,
        boolean inventedAmongReal) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Reads a row.
     *
     * @param someAreReal whether the table has findings of Linkup too, so that a row has to say if its own are invented
     */
    static ReportedCompany read(ResultSet row, boolean someAreReal) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        return new ReportedCompany(
                row.getString("company_key"),
                new Link(row.getString("name"), row.getString("website")),
                row.getString("country"),
                row.getString("status"),
                row.getString("industry"),
                grouped(row.getObject("employees", Long.class)),
                row.getString("founded"),
                row.getString("headquarters"),
                row.getString("chief_executive"),
                row.getString("description"),
                row.getString("error"),
                links(row.getString("sources")),
                finished == null ? null : new Moment(finished.toInstant()),
                someAreReal && row.getBoolean("invented"));
    }

    private static String grouped(Long number) {
        return number == null ? null : String.format(Locale.ROOT, "%,d", number);
    }

    private static List<Link> links(String json) {
        List<Link> links = new ArrayList<>();
        if (json != null) {
            try {
                for (JsonNode source : MAPPER.readTree(json)) {
                    String url = source.path("url").asText();
                    String name = source.path("name").asText();
                    links.add(new Link(name.isBlank() ? url : name, url));
                }
            } catch (JsonProcessingException e) {
                // Somebody has edited the table: their text is shown instead.
                links.add(new Link(json, null));
            }
        }
        return links;
    }

    boolean hasSources() {
        return !sources.isEmpty();
    }

    boolean failed() {
        return CrmEntry.FAILED.equals(status);
    }

    /** The words of the counts above the table. */
    String statusText() {
        return switch (status) {
            case CrmEntry.DONE -> "enriched";
            case CrmEntry.FAILED -> "failed";
            default -> "open";
        };
    }

    /**
     * A text that may lead somewhere.
     *
     * @param text what is shown
     * @param address where it leads, or null
     */
    record Link(String text, String address) {

        /** The address if a browser can safely be sent there, else null: other schemes can run scripts. */
        String href() {
            if (address == null) {
                return null;
            }
            String lower = address.toLowerCase(Locale.ROOT);
            return lower.startsWith("https://") || lower.startsWith("http://") ? address : null;
        }
    }
}

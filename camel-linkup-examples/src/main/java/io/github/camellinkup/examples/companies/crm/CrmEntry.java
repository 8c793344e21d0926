package io.github.camellinkup.examples.companies.crm;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What has to be known of a company in the CRM to decide about its row in the file.
 *
 * @param key identifies the company
 * @param name its name
 * @param website its website
 * @param country its country
 * @param status {@link #SENT}, {@link #DONE} or {@link #FAILED}
 * @param error why it failed, or null
 * @param taskId its finished task, or null
 * @param run the run that sent it last
 */
public record CrmEntry(
        String key,
        String name,
        String website,
        String country,
        String status,
        String error,
        String taskId,
        RunId run) {

    static final String SENT = "sent";
    public static final String DONE = "done";
    public static final String FAILED = "failed";

    static final String COLUMNS = "company_key, name, website, country, status, error, task_id, run_id, invented";

    static CrmEntry read(ResultSet row, int number) throws SQLException {
        return new CrmEntry(
                row.getString("company_key"),
                row.getString("name"),
                row.getString("website"),
                row.getString("country"),
                row.getString("status"),
                row.getString("error"),
                row.getString("task_id"),
                new RunId(row.getString("run_id"), row.getBoolean("invented")));
    }

    /** The same company with a failure, also if the table could not keep that. */
    public CrmEntry failed(String reason, String failedTask) {
        return new CrmEntry(key, name, website, country, FAILED, reason, failedTask, run);
    }

    public boolean isDone() {
        return DONE.equals(status);
    }

    public boolean isFailed() {
        return FAILED.equals(status);
    }
}

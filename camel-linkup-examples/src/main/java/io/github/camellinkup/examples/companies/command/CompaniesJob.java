package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.examples.companies.CompaniesRoutes;
import io.github.camellinkup.examples.companies.Counts;
import io.github.camellinkup.examples.companies.Leftovers;
import io.github.camellinkup.examples.companies.Refusals;
import io.github.camellinkup.examples.companies.Results;
import io.github.camellinkup.examples.companies.Run;
import io.github.camellinkup.examples.companies.Screening;
import io.github.camellinkup.examples.companies.Selection;
import io.github.camellinkup.examples.companies.Supervision;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyFile;
import io.github.camellinkup.examples.companies.file.CompanyRows;
import io.github.camellinkup.examples.companies.report.FailedRows;
import io.github.camellinkup.examples.companies.report.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** One run: puts the parts together, lets Camel work until every task has finished, and tells how it went. */
final class CompaniesJob {

    static final String FAILED_FILE = "failed.csv";

    private final CompanyFile file;
    private final Service service;
    private final CrmDatabase database;
    private final CrmTable crm;
    private final TaskRepository tasks;
    private final Leftovers leftovers;
    private final Report report;
    private final Path output;
    private final PrintWriter out;

    /**
     * @param file the companies
     * @param service who answers
     * @param database where the CRM table is
     * @param crm the table, which exists
     * @param tasks remembers what was sent
     * @param report writes the report on the table
     * @param output the folder for report and failed rows, which exists
     * @param out for people
     */
    CompaniesJob(
            CompanyFile file,
            Service service,
            CrmDatabase database,
            CrmTable crm,
            TaskRepository tasks,
            Report report,
            Path output,
            PrintWriter out) {
        this.file = file;
        this.service = service;
        this.database = database;
        this.crm = crm;
        this.tasks = tasks;
        this.leftovers = new Leftovers(tasks);
        this.report = report;
        this.output = output;
        this.out = out;
    }

    /** Whether it is not known yet what an earlier run has sent, which ended in the middle of a call. */
    boolean mayHaveSentMore() {
        return leftovers.areUnsettled();
    }

    /** How many companies the CRM does not have; of the calls that are not settled it counts all. */
    long countMissing(SendingOptions sending) {
        try (CompanyRows companies = file.open()) {
            return selection(sending).count(companies);
        }
    }

    private Selection selection(SendingOptions sending) {
        return new Selection(leftovers, crm, service.isInvented(), sending.retryFailed);
    }

    /**
     * Sends what is missing and waits for the results.
     *
     * @param contents what is in the file
     * @param options what is asked for with each task
     * @param sending which rows are sent
     * @param beyondLimit rows that are missing and not sent, because of the limit
     * @param terminal whether the output is a terminal
     * @param interruption ends the run
     * @return why the run could not do all its work, if so
     */
    Optional<Exception> run(
            CompanyFile.Contents contents,
            TaskOptions options,
            SendingOptions sending,
            long beyondLimit,
            boolean terminal,
            Interruption interruption)
            throws Exception {
        if (crm.confusesKeys()) {
            TerminalText.print(
                    out,
                    "Warning:",
                    "the table takes keys for equal that differ in case, accents or trailing blanks, so companies can "
                            + "overwrite each other. README.md has the cure.");
        }
        if (mayHaveSentMore()) {
            TerminalText.print(
                    out, "An earlier run ended in the middle of a call. What became of it is found out first.");
        }
        RunId runId = RunId.startingNow(service.isInvented());
        Instant start = Instant.now();
        Main main = new Main();
        Path failedFile = output.resolve(FAILED_FILE);
        Run run;
        try (Progress progress = new Progress(contents.rows() - beyondLimit, out, terminal);
                CompanyRows companies = file.open();
                FailedRows failedRows = new FailedRows(failedFile)) {
            run = new Run(contents.rows(), progress, main::completed);
            Screening screening =
                    new Screening(selection(sending), leftovers, crm, failedRows, run, runId, sending.limit());
            Refusals refusals = new Refusals(crm, failedRows, run, runId);
            Results results = new Results(crm, failedRows, run, runId);
            configure(main, options);
            main.configure().addRoutesBuilder(new Supervision(leftovers, run));
            main.configure()
                    .addRoutesBuilder(new CompaniesRoutes(run.untilOver(companies), screening, refusals, results, run));
            interruption.react(run::stop);
            main.run();
        }
        Path reportFile = output.resolve("report.html");
        Price price = new Price(options.depth(), service.isInvented());
        Counts counts = run.counts();
        try {
            report.write(reportFile, service.toString(), database.toString(), runId, price.inDollars(counts.paid()));
        } catch (RuntimeException e) {
            // Without its database the run still has to say what became of the rows.
            run.cannotKeep(e);
        }
        new Summary(counts, service.isInvented())
                .print(out, Duration.between(start, Instant.now()), failedFile, reportFile);
        contents.warnings().forEach(warning -> TerminalText.print(out, "Warning:", warning));
        TerminalText.print(
                out,
                "Cost:",
                price.of(counts.paid()) + "."
                        + (counts.paid() < counts.sent() ? " Searches that fail at Linkup cost nothing." : ""));
        return Optional.ofNullable(run.problem());
    }

    private void configure(Main main, TaskOptions options) {
        // The default one lets the process end as soon as Camel has stopped, and the report would not get written.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.bind("taskRepository", tasks);
        Properties properties = service.componentProperties();
        properties.putAll(options.componentProperties());
        main.setInitialProperties(properties);
    }
}

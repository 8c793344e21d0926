package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.examples.companies.CompaniesRoutes;
import io.github.camellinkup.examples.companies.Counts;
import io.github.camellinkup.examples.companies.Leftovers;
import io.github.camellinkup.examples.companies.Results;
import io.github.camellinkup.examples.companies.Run;
import io.github.camellinkup.examples.companies.Screening;
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
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** One run: puts the parts together, lets Camel work until every task has finished, and tells how it went. */
final class CompaniesJob {

    private final CompanyFile file;
    private final Service service;
    private final CrmDatabase database;
    private final CrmTable crm;
    private final TaskRepository tasks;
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
        this.report = report;
        this.output = output;
        this.out = out;
    }

    /**
     * Sends what is missing and waits for the results.
     *
     * @param rows how many rows the file has
     * @param options what is asked for with each task
     * @param retryFailed whether companies that failed in an earlier run are sent again
     * @param terminal whether the output is a terminal
     * @param interruption ends the run
     * @return why the run could not do all its work, if so
     */
    Optional<Exception> run(
            long rows, TaskOptions options, boolean retryFailed, boolean terminal, Interruption interruption)
            throws Exception {
        if (crm.confusesKeys()) {
            out.println("Warning: the table takes keys for equal that differ in case, accents or trailing");
            out.println("         blanks, so companies can overwrite each other. README.md has the cure.");
        }
        Leftovers leftovers = new Leftovers(tasks);
        if (leftovers.areUnsettled()) {
            out.println("An earlier run ended in the middle of a call. What became of it is found out first.");
            out.flush();
        }
        RunId runId = RunId.startingNow(service.isInvented());
        Instant start = Instant.now();
        Main main = new Main();
        Path failedFile = output.resolve("failed.csv");
        Run run;
        try (Progress progress = new Progress(rows, out, terminal);
                CompanyRows companies = file.open();
                FailedRows failedRows = new FailedRows(failedFile)) {
            run = new Run(rows, progress, main::completed);
            Screening screening = new Screening(leftovers, crm, failedRows, run, runId, retryFailed);
            Results results = new Results(crm, failedRows, run, runId);
            configure(main);
            main.configure().addRoutesBuilder(new Supervision(leftovers, run));
            main.configure()
                    .addRoutesBuilder(new CompaniesRoutes(
                            run.untilOver(companies), options.asUriPart(), screening, results, run));
            interruption.react(run::stop);
            main.run();
        }
        Path reportFile = output.resolve("report.html");
        try {
            report.write(reportFile, service.toString(), database.toString());
        } catch (RuntimeException e) {
            // Without its database the run still has to say what became of the rows.
            run.cannotKeep(e);
        }
        Counts counts = run.counts();
        new Summary(counts, service.isInvented())
                .print(out, Duration.between(start, Instant.now()), failedFile, reportFile);
        return Optional.ofNullable(run.problem());
    }

    private void configure(Main main) {
        // The default one lets the process end as soon as Camel has stopped, and the report would not get written.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.bind("taskRepository", tasks);
        main.setInitialProperties(service.componentProperties());
    }
}

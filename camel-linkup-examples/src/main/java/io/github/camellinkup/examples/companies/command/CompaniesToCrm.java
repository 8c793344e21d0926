package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.examples.companies.crm.CrmDatabase;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.file.CompanyFile;
import io.github.camellinkup.examples.companies.file.InputException;
import io.github.camellinkup.examples.companies.report.CrmReader;
import io.github.camellinkup.examples.companies.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command: looks up every company of a CSV file with Linkup and writes what was found to a CRM table. Exit codes:
 * 0 when it has done its work, 1 when the job could not do its work, 2 for wrong options or a file that cannot be used,
 * 130 when it was stopped or not confirmed.
 */
@Command(
        name = "companies-to-crm",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        description = "Looks up every company of a CSV file with Linkup and writes what was found to a CRM table. "
                + "Running it again does only what is missing.",
        footer = {
            "",
            "Environment: LINKUP_API_KEY asks Linkup itself (without it a stand-in on this computer answers, with "
                    + "invented findings), LINKUP_BASE_URL the address of a gateway, JDBC_PASSWORD the password of "
                    + "the database.",
            "Exit codes: 0 the job has done its work, 1 it could not do its work, 2 wrong options or input, 130 "
                    + "stopped, or not confirmed."
        })
public final class CompaniesToCrm implements Callable<Integer> {

    private static final int JOB_FAILED = 1;
    private static final int STOPPED = 130;

    private final Map<String, String> environment;
    private final Function<String, Optional<String>> terminal;

    @Spec
    private CommandSpec command;

    @Mixin
    private InputOptions input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            defaultValue = "${sys:companies.output:-companies-to-crm}",
            description = "The folder for report, failed rows, log and database. Default: ${DEFAULT-VALUE}")
    private Path output;

    @Mixin
    private SendingOptions sendingOptions;

    @Mixin
    private CrmOptions crmOptions;

    @Mixin
    private TaskOptions taskOptions;

    @Mixin
    private StandInOptions standInOptions;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /**
     * @param environment the environment variables
     * @param terminal answers questions; empty if there is no terminal
     */
    CompaniesToCrm(Map<String, String> environment, Function<String, Optional<String>> terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        int exitCode = commandLine(System.getenv(), Confirmation::askOnConsole).execute(args);
        // Run by Maven this is not our process, which shall live on unless it has to report a failure.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine(Map<String, String> environment, Function<String, Optional<String>> terminal) {
        return new CommandLine(new CompaniesToCrm(environment, terminal))
                .setParameterExceptionHandler(CompaniesToCrm::wrongUsage)
                .setExecutionExceptionHandler(CompaniesToCrm::failure)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        Path folder = output.toAbsolutePath().normalize();
        System.setProperty(
                "companies.log", folder.resolve("companies-to-crm.log").toString());
        taskOptions.check();
        sendingOptions.check();
        standInOptions.check();
        CompanyFile file = input.file();
        TerminalText.print(out, "Reading " + file);
        CompanyFile.Contents contents = inspect(file);
        refuseFailedFile(folder);
        createFolder(folder);
        try (RunLock lock = sendingOptions.dryRun ? null : new RunLock(folder);
                Interruption interruption = new Interruption();
                Service service = Service.of(environment, standInOptions);
                CrmDatabase database = crmOptions.open(folder)) {
            CrmTable crm = crmOptions.table(database);
            if (!sendingOptions.dryRun) {
                crm.create();
            }
            // The tasks of the stand-in end with this process: remembered, they would be waited for in vain.
            TaskRepository tasks = service.isInvented() || !crm.exists()
                    ? new MemoryTaskRepository()
                    : crmOptions.taskRepository(database);
            TerminalText.print(out, "Service:", service.toString());
            if (service.isInvented()) {
                TerminalText.print(
                        out, "", "WHAT IT FINDS IS INVENTED, no real facts. Set LINKUP_API_KEY to ask Linkup itself.");
            }
            TerminalText.print(out, "Database:", "table " + crmOptions.tableName() + " in " + database);
            TerminalText.print(out, "Input:", contents.rows() + " rows, " + contents.columns());
            TerminalText.print(out, "Output:", folder.toString());
            contents.warnings().forEach(warning -> TerminalText.print(out, "Warning:", warning));
            Report report = new Report(new CrmReader(database.dataSource(), crmOptions.tableName()));
            CompaniesJob job = new CompaniesJob(file, service, database, crm, tasks, report, folder, out);
            Price price = new Price(taskOptions.depth(), service.isInvented());
            long allMissing = job.countMissing(sendingOptions);
            long missing = Math.min(allMissing, sendingOptions.limit());
            TerminalText.print(out, "To send:", (job.mayHaveSentMore() ? "at most " : "") + price.of(missing));
            if (sendingOptions.dryRun) {
                out.println("Nothing was sent (--dry-run).");
                return 0;
            }
            boolean mayCost = !price.free() && !sendingOptions.yes;
            if (mayCost && !new Confirmation(terminal).isGiven(missing, price)) {
                out.println("Nothing was sent. --limit sends fewer, --yes does not ask.");
                return STOPPED;
            }
            Optional<Exception> problem = job.run(
                    contents,
                    taskOptions,
                    sendingOptions,
                    allMissing - missing,
                    Confirmation.hasTerminal(),
                    interruption);
            return exitCode(problem, interruption.happened());
        }
    }

    private int exitCode(Optional<Exception> problem, boolean stopped) {
        PrintWriter err = command.commandLine().getErr();
        if (problem.isPresent()) {
            TerminalText.print(err, "The job could not do all its work: " + Problem.inWords(problem.get()));
            return JOB_FAILED;
        }
        if (stopped) {
            err.println("Stopped. Run the same command again to go on.");
            return STOPPED;
        }
        return 0;
    }

    /** A run starts its file of failed rows anew, and would lose what it has not read of it. */
    private void refuseFailedFile(Path folder) throws IOException {
        Path failedFile = folder.resolve(CompaniesJob.FAILED_FILE);
        if (input.path() != null && Files.exists(failedFile) && Files.isSameFile(failedFile, input.path())) {
            throw new ParameterException(
                    command.commandLine(),
                    "This run writes " + failedFile + " anew, so it cannot be the --input: rename it, or send its rows "
                            + "with --retry-failed and the file that they come from");
        }
    }

    private CompanyFile.Contents inspect(CompanyFile file) {
        try {
            return file.inspect();
        } catch (InputException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "The folder " + folder + " (--output) cannot be made: " + e);
        }
    }

    private static int wrongUsage(ParameterException problem, String[] args) {
        PrintWriter err = problem.getCommandLine().getErr();
        TerminalText.print(err, problem.getMessage());
        err.println("--help shows all options.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine commandLine, CommandLine.ParseResult parsed) {
        TerminalText.print(commandLine.getErr(), "The job could not be done: " + Problem.inWords(problem));
        return JOB_FAILED;
    }
}

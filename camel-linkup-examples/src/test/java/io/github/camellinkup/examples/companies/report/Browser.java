package io.github.camellinkup.examples.companies.report;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Headless Chromium. */
final class Browser implements AutoCloseable {

    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromeDriver, Path profile) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--force-color-profile=srgb",
                        "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.PERFORMANCE, "ALL", LogType.BROWSER, "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Skips a test where there is no browser. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(
                isInstalled(),
                "The report is not tested in a browser: there is no Chromium with its driver. On Debian and Ubuntu: "
                        + "apt-get install chromium chromium-driver");
    }

    static boolean isInstalled() {
        return chromium().isPresent() && chromeDriver().isPresent();
    }

    /** @param profile an empty folder */
    static Browser start(Path profile) {
        return new Browser(chromium().orElseThrow(), chromeDriver().orElseThrow(), profile);
    }

    private static Optional<Path> chromium() {
        return onPath("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> chromeDriver() {
        return onPath("chromedriver");
    }

    private static Optional<Path> onPath(String... names) {
        List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a file in a window of this size. */
    void open(Path file, int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.get(file.toUri().toString());
    }

    void placeOfUser(String timeZone, String locale) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", timeZone));
        driver.executeCdpCommand("Emulation.setLocaleOverride", Map.of("locale", locale));
    }

    void scripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Evaluates a script whose value is a text. */
    String text(String script) {
        return String.valueOf(driver.executeScript("return " + script));
    }

    /** Evaluates a script whose value is a list of texts. */
    List<String> texts(String script) {
        return ((List<?>) driver.executeScript("return " + script))
                .stream().map(String::valueOf).toList();
    }

    /** Evaluates a script without a value. */
    void run(String script) {
        driver.executeScript(script);
    }

    ChromeDriver driver() {
        return driver;
    }

    byte[] picture(Path file, int width, int height) {
        driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
        open(file, width, height);
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** What the browser has asked for since the last call, but for the page itself. */
    List<String> requests() {
        return log(LogType.PERFORMANCE)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .filter(message -> !message.contains("\"type\":\"Document\""))
                .toList();
    }

    /** What the browser has complained about since the last call. */
    List<String> complaints() {
        return log(LogType.BROWSER).toList();
    }

    private Stream<String> log(String type) {
        return driver.manage().logs().get(type).getAll().stream().map(LogEntry::getMessage);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

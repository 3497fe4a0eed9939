package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.github.isotherm.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The system's Chromium, driven by Playwright; remembers what a page should not do. */
final class Chromium implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"),
            Path.of("/usr/bin/google-chrome"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("C:/Program Files/Google/Chrome/Application/chrome.exe"));
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;
    private final String origin;

    /** What pages wrote to the console as errors, threw, or asked of other servers. */
    final List<String> complaints = new ArrayList<>();

    private Chromium(Path executable, int port) {
        origin = "http://127.0.0.1:" + port;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(ARGUMENTS)
                        .setTimeout(Patience.MILLIS));
        PlaywrightAssertions.setDefaultAssertionTimeout(Patience.MILLIS);
    }

    /** Skips the test, visibly, where there is no Chromium; in CI that is a failure. */
    static Chromium launch(int port) {
        Path found = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (System.getenv("CI") != null) {
            assertThat(found).as("Chromium at one of " + PLACES).isNotNull();
        }
        Assumptions.assumeTrue(found != null, "no Chromium at any of " + PLACES);
        return new Chromium(found, port);
    }

    /** A page of its own profile, shown and computed. */
    Page open(int width, int height, ColorScheme scheme, String state) {
        return open(width, height, scheme, "en-US", state);
    }

    Page open(int width, int height, ColorScheme scheme, String locale, String state) {
        Page page = blank(width, height, scheme, locale);
        navigate(page, "/#" + state);
        page.waitForSelector("body[data-ready=true]");
        return page;
    }

    /** Opens what is folded. */
    static void unfold(Page page) {
        page.evaluate("document.querySelectorAll('details.fold').forEach(fold => { fold.open = true; })");
    }

    void navigate(Page page, String path) {
        page.navigate(origin + path);
    }

    /** A page that is not at the playground yet. */
    Page blank(int width, int height, ColorScheme scheme, String locale) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale(locale)
                .setAcceptDownloads(true));
        context.setDefaultTimeout(Patience.MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(origin + "/") && !url.startsWith("blob:" + origin)) {
                complaints.add("asked for " + url);
            }
        });
        return page;
    }

    /** For people to look at. */
    static void screenshot(Page page, String name) {
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setFullPage(true));
    }

    /** Has axe look for what shuts people out. */
    static void audit(Page page) {
        AxeResults results = new AxeBuilder(page).analyze();
        assertThat(results.getPasses()).as("rules that axe tried").hasSizeGreaterThan(15);
        assertThat(results.getViolations().stream().map(rule -> rule.getId() + ": " + rule.getNodes()))
                .as("axe")
                .isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

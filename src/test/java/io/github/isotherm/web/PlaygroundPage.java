package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The bundled model behind a server, and a browser in which one page at a time is open. */
abstract class PlaygroundPage {
    static LocalModel model;
    static PlaygroundServer server;
    static Chromium chromium;

    Page page;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
        chromium = Chromium.launch(server.port());
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
        model.close();
    }

    @BeforeEach
    void fresh() {
        chromium.complaints.clear();
        page = null;
    }

    @AfterEach
    void noComplaints() {
        if (page != null) {
            page.context().close();
        }
        chromium.complaints.removeIf(said -> mayBeRefused() && said.contains("400 (Bad Request)"));
        assertThat(chromium.complaints).isEmpty();
    }

    /** Whether a test asks the server for what it refuses. */
    boolean mayBeRefused() {
        return false;
    }

    void open(String state) {
        open("en-US", state);
    }

    void open(String locale, String state) {
        page = chromium.open(1366, 768, ColorScheme.LIGHT, locale, state);
        Chromium.unfold(page);
    }
}

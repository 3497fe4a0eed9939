package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exported numbers, read back by parsers that know nothing of the page: Python's for CSV, Jackson for JSON. */
class PlaygroundDataIT extends PlaygroundPage {
    private static final String PROMPT = "It's \"so\",\nnice; a";
    private static final String CHAIN = "logit-bias={5: -1} > temperature > top-k=50";

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    void open(String more) {
        if (page != null) {
            page.context().close();
        }
        String words = encoded(encoded("day, \"big\"").replace("+", "%20") + ",long");
        page = chromium.open(
                1440,
                900,
                ColorScheme.LIGHT,
                "r=words&p=" + encoded(PROMPT) + "&w=" + words + "&t=0.3,1.2&c=" + encoded(CHAIN) + "&s=11" + more);
    }

    private Path export(String name) {
        page.locator("#export summary").click();
        Download download = page.waitForDownload(
                () -> page.locator("[data-export=" + name + "]").click());
        return download.path();
    }

    private static JsonNode python(Path csv) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='',"
                                    + " encoding='utf-8'), strict=True))))",
                            csv.toString())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no python3: " + e.getMessage());
            throw e;
        }
        byte[] printed = process.getInputStream().readAllBytes();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return JsonMapper.builder().build().readTree(printed);
    }

    private List<Locator> rows() {
        return page.locator(".panel tbody tr:not(.rest)").all();
    }

    private static double number(Locator row, String name) {
        return Double.parseDouble(row.getAttribute("data-" + name));
    }

    @Test
    void csvSaysOfEveryNumberWhatItIs() throws Exception {
        open("");
        JsonNode lines = python(export("exportCsv"));
        List<Locator> rows = rows();
        assertThat(lines).hasSize(4).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            JsonNode line = lines.get(i);
            String temperature = i < 2 ? "0.3" : "1.2";
            assertThat(line.get("temperature").asText()).isEqualTo(temperature);
            assertThat(line.get("text").asText())
                    .isEqualTo(rows.get(i).getAttribute("data-token"))
                    .isEqualTo(i % 2 == 0 ? " day, \"big\"" : " long");
            assertThat(Double.parseDouble(line.get("probability").asText())).isEqualTo(number(rows.get(i), "p"));
            assertThat(Double.parseDouble(line.get("share").asText())).isEqualTo(number(rows.get(i), "share"));
            assertThat(line.get("shown").asText()).isEqualTo("share");
            assertThat(line.get("prompt").asText()).isEqualTo(PROMPT);
            assertThat(line.get("model").asText()).isEqualTo(model.name());
            assertThat(line.get("chain").asText())
                    .isEqualTo("logit-bias={5: -1} > temperature=" + temperature + " > top-k=50");
            assertThat(line.get("seed").asText()).isEqualTo("11");
        }
    }

    @Test
    void whatIsShownIsSaid() throws Exception {
        open("&m=vocabulary");
        assertThat(python(export("exportCsv")).findValuesAsText("shown")).containsOnly("probability");
        open("&r=top");
        JsonNode lines = python(export("exportCsv"));
        assertThat(lines.findValuesAsText("shown")).containsOnly("probability").hasSize(16);
    }

    @Test
    void jsonHoldsThePanelsAndTheCompletions() throws Exception {
        int branch = model.encodeAfter(model.encode(PROMPT), " very")[0];
        open("&n=6&b=" + branch);
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("11");
        JsonNode json =
                JsonMapper.builder().build().readTree(export("exportJson").toFile());
        assertThat(json.get("model").asText()).isEqualTo(model.name());
        assertThat(json.get("prompt").asText()).isEqualTo(PROMPT + " very");
        assertThat(json.get("ids")).hasSize(model.encode(PROMPT).length + 1);
        assertThat(json.get("branched").asInt()).isEqualTo(1);
        assertThat(json.get("chain").asText()).isEqualTo(CHAIN);
        assertThat(json.get("seed").asLong()).isEqualTo(11);
        assertThat(json.get("shown").asText()).isEqualTo("share");
        List<Locator> rows = rows();
        for (int i = 0; i < 4; i++) {
            JsonNode panel = json.get("panels").get(i / 2);
            JsonNode row = panel.get("rows").get(i % 2);
            assertThat(panel.get("chain").asText()).contains("temperature=" + (i < 2 ? "0.3" : "1.2"));
            assertThat(row.get("probability").asDouble()).isEqualTo(number(rows.get(i), "p"));
            assertThat(row.get("share").asDouble()).isEqualTo(number(rows.get(i), "share"));
        }
        for (int i = 0; i < 2; i++) {
            JsonNode made = json.get("completions").get("temperatures").get(i);
            assertThat(made.get("temperature").asDouble()).isCloseTo(i == 0 ? 0.3 : 1.2, within(0.0));
            assertThat(made.get("completions").get(0).get("text").asText())
                    .isEqualTo(page.locator("[data-text='" + i + "']").textContent());
        }
        assertThat(json.get("completions").get("seed").asLong()).isEqualTo(11);
    }
}

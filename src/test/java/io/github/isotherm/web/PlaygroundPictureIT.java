package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.LocalModel;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The exported picture, read as XML beside the page it was made of. */
class PlaygroundPictureIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T23:30:00Z"), ZoneOffset.ofHours(1));

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;

    private Page page;

    @BeforeAll
    static void start() {
        model = LocalModel.openBundled();
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null), CLOCK);
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

    @AfterEach
    void noComplaints() {
        page.context().close();
        assertThat(chromium.complaints).isEmpty();
    }

    private void open(String state) {
        page = chromium.open(1440, 900, ColorScheme.LIGHT, state);
    }

    private Path export(String name) {
        page.locator("#export summary").click();
        Download download = page.waitForDownload(
                () -> page.locator("[data-export=" + name + "]").click());
        return download.path();
    }

    private Document picture(String name) throws Exception {
        Path svg = export("exportSvg");
        Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(Path.of("target", "screenshots", name + ".svg"), Files.readAllBytes(svg));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    /** All captions of a picture, whose lines are cut where they end. */
    private static String said(Document document) {
        return String.join("", texts(document));
    }

    private static List<Double> values(Document document) {
        return elements(document, "rect").stream()
                .filter(bar -> bar.hasAttribute("data-value"))
                .map(bar -> Double.parseDouble(bar.getAttribute("data-value")))
                .toList();
    }

    /** What the rows of all panels say; a rest of nothing is not drawn. */
    private List<Double> shown(String number) {
        List<Double> values = new ArrayList<>();
        for (Locator row : page.locator(".panel tbody tr").all()) {
            double value = Double.parseDouble(row.getAttribute("data-" + number));
            boolean isEmptyRest = "rest".equals(row.getAttribute("data-token")) && value == 0;
            if (!isEmptyRest) {
                values.add(value);
            }
        }
        return values;
    }

    private static void assertSame(List<Double> drawn, List<Double> shown) {
        assertThat(drawn).hasSameSizeAs(shown).isNotEmpty();
        for (int i = 0; i < drawn.size(); i++) {
            assertThat(drawn.get(i)).as("bar " + i).isCloseTo(shown.get(i), within(1e-12));
        }
    }

    @Test
    void showsTheSharesOfThePage() throws Exception {
        open("r=words&w=day,good-natured&t=0.5,1,2");
        Document picture = picture("picture-shares");
        List<Double> shares = shown("share");
        assertThat(shares).hasSize(6);
        assertThat(shares.get(0) + shares.get(1)).isCloseTo(1, within(1e-12));
        assertSame(values(picture), shares);
        assertThat(texts(picture))
                .contains("This is a wonderful ___", "\" day\"", "\" good-natured\"")
                .filteredOn("share among the words listed"::equals)
                .hasSize(3);
        assertThat(said(picture))
                .contains(model.name() + ", 2026-03-02", "T = 0.5, 1, 2.", "chain temperature=0.5", "T = 2: entropy")
                .doesNotContain("seed");
    }

    @Test
    void showsTheProbabilitiesOfThePage() throws Exception {
        open("r=words&m=vocabulary&t=0.3,1.4&c=top-k%3D40+%3E+temperature");
        Document picture = picture("picture-probabilities");
        assertSame(values(picture), shown("p"));
        assertThat(said(picture)).contains("chain top-k=40 > temperature=0.3", "chain top-k=40 > temperature=1.4");
        assertThat(texts(picture))
                .doesNotContain("share among the words listed")
                .contains("probability over the whole vocabulary");
    }

    @Test
    void showsTheMostProbableTokensOfThePageAndTheRest() throws Exception {
        open("r=top&t=0,0.7,1.3");
        Document picture = picture("picture-tokens");
        List<Double> probabilities = shown("p");
        assertSame(values(picture), probabilities);
        assertThat(texts(picture)).anyMatch(text -> text.matches("49,1\\d\\d others"));
        assertThat(texts(picture)).contains("probability over the whole vocabulary");
    }

    @Test
    void showsTheBranchAndTheCompletionsWithTheirSeed() throws Exception {
        open("b=" + model.encodeAfter(model.encode("This is a wonderful"), " day")[0] + "&s=7&n=12&t=0.2,1.5");
        page.locator("#run").click();
        assertThat(page.locator("#completions [role=status]")).containsText("7");
        String text = page.locator("[data-text='1']").textContent();
        assertThat(text).isNotBlank();
        Document picture = picture("picture-completions");
        assertThat(texts(picture)).contains("This is a wonderful day ___");
        assertThat(said(picture))
                .contains(
                        "at most 12 tokens, seed 7",
                        "\"" + text.replace("\n", "\\n").replace("\"", "\\\"") + "\"");
        page.locator("#temperature").focus();
        page.keyboard().press("PageDown");
        assertThat(page.locator(".panel").nth(1)).hasAttribute("data-temperature", "1.3");
        assertThat(said(picture("picture-moved"))).doesNotContain("seed");
    }

    /** Twice the size of the SVG, with its bars where they are there. */
    @Test
    void thePngIsThatPicture() throws Exception {
        open("t=0.5,1");
        Document picture = picture("picture-png");
        File png = export("exportPng").toFile();
        var image = ImageIO.read(png);
        Element root = picture.getDocumentElement();
        assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(root.getAttribute("width")));
        assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(root.getAttribute("height")));
        Element bar = elements(picture, "rect").get(1);
        int x = Integer.parseInt(bar.getAttribute("x"));
        int y = Integer.parseInt(bar.getAttribute("y"));
        double width = Double.parseDouble(bar.getAttribute("width"));
        assertThat(image.getRGB((int) (2 * x + width), 2 * y + 18) & 0xFFFFFF).isEqualTo(0x0072B2);
        assertThat(image.getRGB(2 * 700, 2 * y + 18) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void anIdThatTheModelDoesNotHaveIsRefused() throws Exception {
        page = chromium.open(1440, 900, ColorScheme.LIGHT, "");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/picture"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"asked\":{\"ids\":[1348],\"temperatures\":[1]},\"rows\":\"tokens\","
                                                + "\"listed\":[{\"text\":\"x\",\"ids\":[314,49152]}]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The token id 49152 is not one of the model's 49152");
    }
}

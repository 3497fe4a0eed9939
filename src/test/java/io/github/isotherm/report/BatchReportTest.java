package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.compare.SampleStatistics;
import io.github.isotherm.report.BatchReport.Group;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Figures are made up; what is drawn is read back from the picture as XML. */
class BatchReportTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final SampleStatistics NOTHING = new SampleStatistics(0, 0, 0, 0, 0, 0, 0, List.of());

    private static Group cold() {
        return new Group(0.5, 10, 2, new SampleStatistics(8, 6, 0.125, 0.5, 0.25, -1.5, 3.75, List.of(2.0, 1.0, 0.5)));
    }

    private static Group hot() {
        return new Group(1.5, 10, 2, new SampleStatistics(8, 8, 0.25, 0.75, 0, -3, 2, List.of(4.0, 3.0)));
    }

    private static Group group(@Nullable Double temperature, int steps) {
        return new Group(
                temperature, 3, 0, new SampleStatistics(3, 3, 1, 1, 0, -1, steps, Collections.nCopies(steps, 0.75)));
    }

    private static BatchReport report(Group... groups) {
        return new BatchReport("tiny", 42, "rows.jsonl", List.of(groups));
    }

    private static Document picture(BatchReport report) throws Exception {
        byte[] svg = report.svg(DAY).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static Stream<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent);
    }

    private static List<Element> bars(Document document) {
        return elements(document, "rect").stream()
                .filter(rectangle -> rectangle.hasAttribute("data-value"))
                .toList();
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    @Test
    void theTableHasALineATemperatureInTheOrderAskedFor() {
        assertThat(report(hot(), cold()).table(BarStyle.ASCII)).isEqualTo("""
                statistics of the completions of rows.jsonl, seed 42
                    T  rows  errors  unique  distinct-1  distinct-2  repetition  mean ln p  tokens  entropy by token
                  1.5    10       2       8      0.2500      0.7500      0.0000    -3.0000     2.0  #+
                  0.5    10       2       6      0.1250      0.5000      0.2500    -1.5000     3.8  =:.
                entropy by token: 0 to 4.00 nats
                """);
    }

    /** 100 steps in 40 marks: three to a mark, of which the last has one. */
    @Test
    void aLongLineOfEntropiesHasMeansForMarks() {
        assertThat(report(group(1.0, 100)).table(BarStyle.ASCII))
                .contains("  " + "#".repeat(34) + "\n")
                .endsWith("entropy by token: 0 to 0.75 nats, a mark is the mean of 3 tokens\n");
        assertThat(report(group(1.0, 40)).table(BarStyle.ASCII)).contains("  " + "#".repeat(40) + "\n");
    }

    @Test
    void whatNoRowHasIsNoFigure() {
        BatchReport report = report(new Group(0.7, 20, 20, NOTHING));
        assertThat(report.table(BarStyle.ASCII)).endsWith("\n  0.7    20      20\n");
        assertThat(report.markdown()).endsWith("| 0.7 | 20 | 20 |  |  |  |  |  |  |\n");
    }

    @Test
    void aTemperatureThatRowsSayThemselvesIsTheirs() {
        BatchReport report = report(group(null, 1));
        assertThat(report.table(BarStyle.ASCII)).contains("\n  row's own     3       0       3 ");
        assertThat(report.csv()).contains("\n,3,0,3,3,1.0,1.0,0.0,-1.0,1.0,\"0.75\"\n");
        assertThat(report.json()).contains("{\"temperature\":null,\"rows\":3,");
    }

    @Test
    void theNameOfAFileCannotActOnATerminal() {
        assertThat(new BatchReport("tiny", 42, "a\u001b[2J\n.jsonl", List.of()).table(BarStyle.UNICODE))
                .startsWith("statistics of the completions of a\\x1b[2J\\n.jsonl, seed 42\n");
    }

    @Test
    void jsonHasTheFiguresInFull() throws Exception {
        JsonNode root = new ObjectMapper().readTree(report(cold(), hot()).json());
        assertThat(root.get("model").asText()).isEqualTo("tiny");
        assertThat(root.get("seed").asLong()).isEqualTo(42);
        assertThat(root.get("input").asText()).isEqualTo("rows.jsonl");
        assertThat(root.get("temperatures")).hasSize(2);
        assertThat(root.get("temperatures").get(0)).isEqualTo(new ObjectMapper().readTree("""
                {"temperature": 0.5, "rows": 10, "errors": 2, "statistics": {"completions": 8, "unique": 6,
                 "distinct_1": 0.125, "distinct_2": 0.5, "repetition": 0.25, "mean_logprob": -1.5, "mean_tokens": 3.75,
                 "entropies": [2.0, 1.0, 0.5]}}"""));
    }

    @Test
    void csvHasALineATemperature() {
        assertThat(report(cold(), hot()).csv()).isEqualTo("""
                temperature,rows,errors,completions,unique,distinct_1,distinct_2,repetition,mean_logprob,mean_tokens,entropies
                0.5,10,2,8,6,0.125,0.5,0.25,-1.5,3.75,"2.0 1.0 0.5"
                1.5,10,2,8,8,0.25,0.75,0.0,-3.0,2.0,"4.0 3.0"
                """);
    }

    @Test
    void markdownIsATable() {
        assertThat(report(cold()).markdown()).isEqualTo("""
                | T | rows | errors | unique | distinct-1 | distinct-2 | repetition | mean ln p | tokens |
                |---:|---:|---:|---:|---:|---:|---:|---:|---:|
                | 0.5 | 10 | 2 | 6 | 0.1250 | 0.5000 | 0.2500 | -1.5000 | 3.8 |
                """);
    }

    @Test
    void aTokenThatTheModelExcludesIsWrittenAsElsewhere() throws Exception {
        double infinite = Double.NEGATIVE_INFINITY;
        BatchReport report =
                report(cold(), new Group(1.0, 1, 0, new SampleStatistics(1, 1, 1, 0, 0, infinite, 1, List.of(0.0))));
        assertThat(report.json()).contains("\"mean_logprob\":\"-inf\"");
        assertThat(report.csv()).contains(",-inf,");
        assertThat(report.table(BarStyle.ASCII)).contains(" -inf ");
        assertThat(number(bars(picture(report)).get(1), "width"))
                .as("the whole axis")
                .isEqualTo(184);
    }

    @Test
    void barsAreTheStatisticsFromColdToHot() throws Exception {
        assertThat(bars(picture(report(hot(), cold()))).stream().map(bar -> number(bar, "data-value")))
                .containsExactly(-1.5, -3.0, 3.75, 2.0, 6 / 8.0, 1.0, 0.125, 0.25, 0.5, 0.75, 0.25, 0.0);
    }

    /** On axes that end at −3, 4 and 1 where 184 is their length. */
    @Test
    void barsAreAsLongAsTheirValuesFromZero() throws Exception {
        List<Element> bars = bars(picture(report(cold(), hot())));
        assertThat(number(bars.get(0), "width")).isCloseTo(184 / 2.0, within(0.006));
        assertThat(number(bars.get(1), "width")).isEqualTo(184);
        assertThat(number(bars.get(0), "x") + number(bars.get(0), "width"))
                .as("to the left of one zero")
                .isEqualTo(number(bars.get(1), "x") + number(bars.get(1), "width"));
        assertThat(number(bars.get(2), "width")).isCloseTo(184 * 3.75 / 4, within(0.006));
        assertThat(number(bars.get(2), "x")).isEqualTo(number(bars.get(3), "x"));
        assertThat(number(bars.get(4), "width")).isCloseTo(184 * 0.75, within(0.006));
    }

    /** From 0 to 4 nats in 190; three tokens, the first at the left edge and the third at the right. */
    @Test
    void linesGoThroughTheMeansOfTheSteps() throws Exception {
        List<Element> lines = elements(picture(report(cold(), hot())), "polyline");
        double[][] cold = points(lines.get(0));
        double[][] hot = points(lines.get(1));
        assertThat(cold).hasDimensions(3, 2);
        assertThat(hot).hasDimensions(2, 2);
        assertThat(cold[1][1] - cold[0][1]).isCloseTo(190 / 4.0, within(0.011));
        assertThat(cold[2][1] - cold[1][1]).isCloseTo(190 / 8.0, within(0.011));
        assertThat(cold[0][1] - hot[0][1]).isCloseTo(190 / 2.0, within(0.011));
        assertThat(hot[1][0]).isEqualTo(cold[1][0]);
        assertThat(cold[2][0] - cold[1][0]).isCloseTo(cold[1][0] - cold[0][0], within(0.011));
    }

    private static double[][] points(Element polyline) {
        return Stream.of(polyline.getAttribute("points").split(" "))
                .map(point -> Stream.of(point.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void aTemperatureHasOneColourInEveryPanel() throws Exception {
        Document document = picture(report(cold(), hot()));
        List<String> lines = elements(document, "polyline").stream()
                .map(line -> line.getAttribute("stroke"))
                .toList();
        assertThat(lines).doesNotHaveDuplicates();
        for (int i = 0; i < 12; i++) {
            assertThat(bars(document).get(i).getAttribute("fill")).isEqualTo(lines.get(i % 2));
        }
    }

    /** Relative luminance and contrast as WCAG 2 defines them; graphics need 3 : 1. */
    @Test
    void coloursAreLighterTheHotterAndDarkEnoughOnWhite() {
        double before = -1;
        for (int rank = 0; rank < 8; rank++) {
            double luminance = luminance(ChartColour.ofTemperature(rank, 8));
            assertThat(luminance).isGreaterThan(before);
            assertThat(1.05 / (luminance + 0.05)).isGreaterThan(3);
            before = luminance;
        }
    }

    private static double luminance(String colour) {
        double[] linear = IntStream.of(1, 3, 5)
                .mapToDouble(at -> Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0)
                .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    @Test
    void saysModelSeedDayRowsAndErrors() throws Exception {
        assertThat(caption(report(cold(), hot())))
                .isEqualTo("tiny, seed 42, 2026-03-02, the same random numbers at every temperature."
                        + " At each temperature 10 rows, 2 with an error.");
        assertThat(caption(report(new Group(null, 1, 0, cold().statistics()))))
                .isEqualTo("tiny, seed 42, 2026-03-02. 1 row.");
        assertThat(caption(report(new Group(2.0, 12345, 1200, NOTHING), new Group(1.0, 7, 0, NOTHING))))
                .endsWith(" T = 1: 7 rows; T = 2: 12,345 rows, 1,200 with an error.");
    }

    private static String caption(BatchReport report) throws Exception {
        return String.join(
                "",
                texts(picture(report))
                        .skip(1)
                        .takeWhile(text -> !text.equals("entropy by token"))
                        .toList());
    }

    @Test
    void withoutACompletionItSaysSo() throws Exception {
        Document document = picture(report(new Group(0.7, 20, 20, NOTHING)));
        assertThat(bars(document)).isEmpty();
        assertThat(texts(document)).contains("no completion whose entropies are known");
        assertThat(texts(document).filter("no completion"::equals)).hasSize(6);
    }

    @Test
    void oneStepIsAPoint() throws Exception {
        Document document = picture(report(group(1.0, 1)));
        assertThat(elements(document, "circle")).hasSize(1);
        assertThat(texts(document).filter("1"::equals))
                .as("one token is marked")
                .hasSize(1);
    }

    /** In a fixed-width font of 0.6 of its size a cell; other texts are our own and short. */
    @Test
    void everyTextIsWhollyInThePicture() throws Exception {
        Group[] groups = IntStream.range(0, 30)
                .mapToObj(i -> group(i == 0 ? null : i / 7.0, 1000 - i))
                .toArray(Group[]::new);
        Document document = picture(
                new BatchReport("<m> & ".repeat(40), 42, "\"</svg>\u0001\n" + "W".repeat(200), List.of(groups)));
        double height = number(document.getDocumentElement(), "height");
        for (Element text : elements(document, "text")) {
            double size = text.hasAttribute("font-size") ? number(text, "font-size") : 13;
            String content = text.getTextContent().stripTrailing();
            double length = text.hasAttribute("font-family") ? 0.6 * size * TerminalText.width(content) : 0;
            double x = number(text, "x") - (text.getAttribute("text-anchor").equals("end") ? length : 0);
            assertThat(x).as(content).isNotNegative();
            assertThat(x + length).as(content).isLessThanOrEqualTo(720);
            assertThat(number(text, "y")).as(content).isBetween(0.0, height);
        }
        assertThat(texts(document)).first().asString().startsWith("\"</svg>\uFFFD\\nWW");
    }

    /** At most as near as their letters are high, 12, though all lines end at one point. */
    @Test
    void namesOfLinesStandApart() throws Exception {
        Group[] groups =
                IntStream.range(0, 20).mapToObj(i -> group(i / 10.0, 5)).toArray(Group[]::new);
        List<Double> at = elements(picture(report(groups)), "text").stream()
                .filter(text -> text.getTextContent().startsWith("T = ") && number(text, "x") > 600)
                .map(text -> number(text, "y"))
                .toList();
        assertThat(at).hasSize(20);
        for (int i = 1; i < at.size(); i++) {
            assertThat(at.get(i) - at.get(i - 1)).isGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void theSameReportIsTheSamePicture() {
        assertThat(report(cold(), hot()).svg(DAY))
                .isEqualTo(report(cold(), hot()).svg(DAY));
    }
}

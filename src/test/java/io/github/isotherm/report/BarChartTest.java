package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures are read as XML; positions are those of a fixed-width font of 0.6 of its size a cell. */
class BarChartTest {
    private static final int WIDTH = 720;

    private static Document picture(String title, BarChart.Panel... panels) throws Exception {
        byte[] svg =
                BarChart.svg(title, "a caption ".repeat(30), List.of(panels)).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return java.util.stream.IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static BarChart.Panel panel() {
        return new BarChart.Panel(
                "T = 1",
                "chain " + "top-k=40 > ".repeat(30),
                "share <among> the words listed",
                List.of(
                        new BarChart.Bar("\"" + "W".repeat(80) + "\"", 1, 1.0, " (1000)"),
                        new BarChart.Bar("\"</text>&\u0001\"", 0.5)),
                List.of("\"" + "no end ".repeat(60) + "\"", "X".repeat(300)));
    }

    @Test
    void anyTextIsOneTextAndStaysInThePicture() throws Exception {
        Document document = picture("<b>&\"\u001b " + "long ".repeat(60), panel());
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .startsWith("<b>&\"\uFFFD long");
        assertThat(elements(document, "text"))
                .anyMatch(text -> text.getTextContent().equals("\"</text>&\uFFFD\""));
        for (Element text : elements(document, "text")) {
            double size = text.hasAttribute("font-size") ? Double.parseDouble(text.getAttribute("font-size")) : 13;
            double length =
                    0.6 * size * TerminalText.width(text.getTextContent().stripTrailing());
            double x = Double.parseDouble(text.getAttribute("x"));
            double left = text.getAttribute("text-anchor").equals("end") ? x - length : x;
            assertThat(left).as(text.getTextContent()).isNotNegative();
            if (text.getAttribute("text-anchor").isEmpty()) {
                assertThat(x + length).as(text.getTextContent()).isLessThanOrEqualTo(WIDTH);
            }
        }
    }

    @Test
    void everythingLiesAboveTheLowerEdge() throws Exception {
        Document document = picture("title", panel(), panel());
        String[] box = document.getDocumentElement().getAttribute("viewBox").split(" ");
        for (Element text : elements(document, "text")) {
            assertThat(Integer.parseInt(text.getAttribute("y"))).isLessThan(Integer.parseInt(box[3]));
        }
    }

    @Test
    void barsHaveOneAxisFromZeroToOne() throws Exception {
        List<Element> rectangles = elements(picture("title", panel()), "rect");
        double one = Double.parseDouble(rectangles.get(1).getAttribute("width"));
        double half = Double.parseDouble(rectangles.get(2).getAttribute("width"));
        assertThat(one).isEqualTo(2 * half);
        assertThat(one).isEqualTo(400);
    }

    @Test
    void theAxisSaysWhatItMeasuresUnderItsNumbers() throws Exception {
        List<Element> texts = elements(picture("title", panel()), "text");
        Element name = texts.stream()
                .filter(text -> text.getTextContent().equals("share <among> the words listed"))
                .findFirst()
                .orElseThrow();
        Element number = texts.stream()
                .filter(text -> text.getTextContent().equals("0.4"))
                .findFirst()
                .orElseThrow();
        assertThat(Integer.parseInt(name.getAttribute("y"))).isGreaterThan(Integer.parseInt(number.getAttribute("y")));
        assertThat(Double.parseDouble(name.getAttribute("x"))).isEqualTo(190 + 400 / 2.0);
    }

    @Test
    void everyBarCarriesItsValueInFull() throws Exception {
        double value = 0.12345678901234567;
        Document document = picture(
                "title", new BarChart.Panel("T = 1", "", "share", List.of(new BarChart.Bar("a", value)), List.of()));
        Element bar = elements(document, "rect").get(1);
        assertThat(Double.parseDouble(bar.getAttribute("data-value"))).isEqualTo(value);
        assertThat(Double.parseDouble(bar.getAttribute("width"))).isCloseTo(400 * value, within(0.005));
    }

    @Test
    void aDroppedTokenHasNothingAndTheRestIsNoToken() throws Exception {
        Document document = picture(
                "title",
                new BarChart.Panel(
                        "T = 1",
                        "",
                        "share",
                        List.of(
                                new BarChart.Bar("a", 0),
                                new BarChart.Bar("b", 0.25),
                                BarChart.Bar.rest("9 others", 0.75)),
                        List.of()));
        assertThat(elements(document, "text").stream().map(Element::getTextContent))
                .contains("0.250000", "0.750000")
                .doesNotContain("0.000000");
        List<Element> bars = elements(document, "rect");
        assertThat(bars.get(1).getAttribute("fill")).isEqualTo(bars.get(2).getAttribute("fill"));
        assertThat(bars.get(3).getAttribute("fill")).isNotEqualTo(bars.get(2).getAttribute("fill"));
    }

    /** A canvas takes no picture without a size. */
    @Test
    void thePictureHasASize() throws Exception {
        Element root = picture("title", panel()).getDocumentElement();
        String[] box = root.getAttribute("viewBox").split(" ");
        assertThat(root.getAttribute("width")).isEqualTo(box[2]).isEqualTo("720");
        assertThat(root.getAttribute("height")).isEqualTo(box[3]);
    }
}

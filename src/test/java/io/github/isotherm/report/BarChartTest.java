package io.github.isotherm.report;

import static org.assertj.core.api.Assertions.assertThat;

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
}

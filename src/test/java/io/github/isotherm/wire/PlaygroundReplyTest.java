package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaygroundReplyTest {
    @Test
    void aConstraintsPieceHasAFieldForEachParameter() {
        var pieces = PlaygroundReply.processors(ProcessorCatalog.standard());
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        pieces.forEach(piece -> {
            if (piece.path("constrains").asBoolean()) {
                fields.put(piece.get("name").textValue(), piece.get("fields"));
            }
        });
        assertThat(fields).containsOnlyKeys("json-schema", "regex", "choice", "gbnf");
        assertThat(fields.get("json-schema"))
                .hasToString("[{\"name\":\"schema\",\"kind\":\"area\"},"
                        + "{\"name\":\"open\",\"kind\":\"flag\",\"initial\":false},"
                        + "{\"name\":\"order\",\"kind\":\"choice\",\"initial\":\"schema\",\"values\":[\"schema\",\"any\"]},"
                        + "{\"name\":\"whitespace\",\"kind\":\"choice\",\"initial\":\"default\","
                        + "\"values\":[\"compact\",\"default\",\"pretty\"]},"
                        + "{\"name\":\"one-of-as-any-of\",\"kind\":\"flag\",\"initial\":false}]");
        assertThat(fields.get("regex")).hasToString("[{\"name\":\"pattern\",\"kind\":\"line\"}]");
        assertThat(fields.get("choice")).hasToString("[{\"name\":\"texts\",\"kind\":\"lines\"}]");
        assertThat(fields.get("gbnf")).hasToString("[{\"name\":\"grammar\",\"kind\":\"area\"}]");
    }

    @Test
    void aRowOfTheCatalogIsAPieceOfThePage() {
        var pieces = PlaygroundReply.processors(ProcessorCatalog.standard().with(HalfCut.TYPE));
        assertThat(pieces.get(pieces.size() - 1))
                .hasToString("{\"name\":\"half-cut\",\"meaning\":\"Keeps tokens of at least the probability floor.\","
                        + "\"first\":\"0.1\",\"off\":\"0\",\"parameters\":[\"floor\",\"min-keep\"],"
                        + "\"ranges\":{\"floor\":\"[0, 1]\",\"min-keep\":\"1, 2, …\"}}");
    }
}

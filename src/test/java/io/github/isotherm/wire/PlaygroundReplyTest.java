package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import org.junit.jupiter.api.Test;

class PlaygroundReplyTest {
    @Test
    void aRowOfTheCatalogIsAPieceOfThePage() {
        var pieces = PlaygroundReply.processors(ProcessorCatalog.standard().with(HalfCut.TYPE));
        assertThat(pieces.get(pieces.size() - 1))
                .hasToString("{\"name\":\"half-cut\",\"meaning\":\"Keeps tokens of at least the probability floor.\","
                        + "\"first\":\"0.1\",\"off\":\"0\",\"parameters\":[\"floor\",\"min-keep\"],"
                        + "\"ranges\":{\"floor\":\"[0, 1]\",\"min-keep\":\"1, 2, …\"}}");
    }
}

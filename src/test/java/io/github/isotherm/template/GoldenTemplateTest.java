package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Python's Jinja2 rendered in the environment of transformers, rendered here: identical, or refused as there. */
class GoldenTemplateTest {
    private static final JsonNode RENDERINGS = Golden.json("renderings.json");
    private static final JsonNode SNIPPETS = Golden.json("snippets.json");

    static Stream<String> templates() {
        List<String> names = new ArrayList<>();
        RENDERINGS.get("renderings").fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void rendersAsPython(String name) {
        String source = Golden.text("templates/" + name + ".jinja");
        RENDERINGS.get("renderings").get(name).properties().forEach(expected -> {
            Map<String, Object> variables =
                    Golden.variables(RENDERINGS.get("conversations").get(expected.getKey()));
            assertThat(Golden.render(source, variables))
                    .as("%s with %s", name, expected.getKey())
                    .isEqualTo(expected.getValue().textValue());
        });
    }

    @Test
    void coversEnough() {
        assertThat(templates().count()).isGreaterThanOrEqualTo(60);
        assertThat(RENDERINGS.get("conversations").size()).isEqualTo(4);
    }

    @Test
    void lineEndsAndTheEndOfTheText() {
        for (JsonNode snippet : SNIPPETS.get("snippets")) {
            assertThat(Golden.render(snippet.get(0).textValue(), Map.of("x", "X")))
                    .as(snippet.get(0).toString())
                    .isEqualTo(snippet.get(1).textValue());
        }
    }

    static Stream<String> malformed() {
        return StreamSupport.stream(SNIPPETS.get("malformed").spliterator(), false)
                .map(JsonNode::textValue);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedTemplatesNameLineAndReason(String source) {
        assertThatThrownBy(() -> ChatTemplate.of(source, "test.jinja"))
                .isInstanceOfSatisfying(TemplateException.class, error -> {
                    assertThat(error.line()).isBetween(1, source.split("\n", -1).length);
                    assertThat(error.column()).isPositive();
                    assertThat(error.reason()).isNotBlank();
                    assertThat(error).hasMessageContaining("test.jinja, line " + error.line());
                });
    }

    @Test
    void enoughMalformedTemplates() {
        assertThat(malformed().count()).isGreaterThanOrEqualTo(50);
    }
}

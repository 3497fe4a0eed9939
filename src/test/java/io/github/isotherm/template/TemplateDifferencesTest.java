package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The corners of Python and Jinja2 where implementations differ, as transformers 5.24 renders or refuses them. */
class TemplateDifferencesTest {
    private static final JsonNode GOLDEN = Golden.json("differences.json");

    @Test
    void splitsLoopsCasesAndErrorsAreThoseOfTransformers() {
        List<String> different = new ArrayList<>();
        for (JsonNode expected : GOLDEN.get("cases")) {
            Map<String, Object> variables = Golden.variables(GOLDEN.get("variables"));
            variables.putAll(Golden.variables(expected.get(1)));
            String source = expected.get(0).textValue();
            String got = Golden.render(source, variables);
            if (!Objects.equals(got, expected.get(2).textValue())) {
                different.add(source + " " + expected.get(1) + "\n  python " + expected.get(2) + "\n  ours   " + got);
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void coversEnough() {
        assertThat(GOLDEN.get("cases").size()).isGreaterThanOrEqualTo(400);
    }
}

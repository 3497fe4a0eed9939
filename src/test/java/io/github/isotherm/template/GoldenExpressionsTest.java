package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random expressions whose results Python's Jinja2 committed. */
class GoldenExpressionsTest {
    /** Expressions whose result no Java value stands for; refused by name. */
    private static final List<String> REFUSED = List.of("complex number", "memory address");

    @Test
    void printWhatPythonPrints() {
        JsonNode golden = Golden.json("expressions.json");
        Map<String, Object> variables = Golden.variables(golden.get("variables"));
        List<String> different = new ArrayList<>();
        int refused = 0;
        for (JsonNode expected : golden.get("cases")) {
            String source = "{{ " + expected.get(0).textValue() + " }}";
            String got = Golden.render(source, variables);
            if (Objects.equals(got, expected.get(1).textValue())) {
                continue;
            }
            if (got == null && isRefused(source, variables)) {
                refused++;
            } else {
                different.add(source + "\n  python " + expected.get(1) + "\n  ours   " + got);
            }
        }
        assertThat(different).isEmpty();
        assertThat(refused).isLessThan(20);
        assertThat(golden.get("cases").size()).isGreaterThanOrEqualTo(2000);
    }

    private static boolean isRefused(String source, Map<String, Object> variables) {
        try {
            ChatTemplate.of(source).render(variables);
            return false;
        } catch (TemplateException error) {
            return REFUSED.stream().anyMatch(error.reason()::contains);
        }
    }
}

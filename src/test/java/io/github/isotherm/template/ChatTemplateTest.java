package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {
    private static String render(String source, Map<String, ?> variables) {
        return ChatTemplate.of(source).withClock(Golden.CLOCK).render(variables);
    }

    @Test
    void takesJavaValues() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("none", null);
        variables.put("nothing", null);
        variables.put(
                "values", new Object[] {1, (short) 2, 3L, 1.5f, new BigDecimal("2.5"), BigInteger.TEN, 'c', true});
        variables.put("ints", new int[] {1, 2});
        variables.put("role", Thread.State.NEW);
        variables.put("text", new StringBuilder("text"));
        assertThat(render("{{ nothing }} {{ values }} {{ ints }} {{ role }} {{ text }}", variables))
                .isEqualTo("None [1, 2, 3, 1.5, 2.5, 10, 'c', True] [1, 2] NEW text");
    }

    @Test
    void refusesWhatIsNoValue() {
        assertThatThrownBy(() -> render("{{ x }}", Map.of("x", Thread.currentThread())))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("java.lang.Thread");
        assertThat(render("unused", Map.of("x", Thread.currentThread()))).isEqualTo("unused");
    }

    @Test
    void variablesStayAsTheyAre() {
        List<Object> list = new ArrayList<>(List.of(1));
        render("{% set ns = namespace(l=x) %}{% set ns.l = ns.l + [2] %}{{ x }}", Map.of("x", list));
        assertThat(list).containsExactly(1);
    }

    @Test
    void errorsSayWhereAndWhy() {
        assertThatThrownBy(() -> ChatTemplate.of("a\n{% for x in %}", "chat_template.jinja"))
                .isInstanceOfSatisfying(TemplateException.class, error -> {
                    assertThat(error.line()).isEqualTo(2);
                    assertThat(error.column()).isEqualTo(13);
                    assertThat(error.raisedByTemplate()).isFalse();
                    assertThat(error.getMessage())
                            .isEqualTo("Expected an expression, got 'end of statement block'"
                                    + " (chat_template.jinja, line 2, column 13)");
                });
        assertThatThrownBy(() -> render("\n\n  {{ messages[0].content.text }}", Map.of("messages", List.of(Map.of()))))
                .isInstanceOfSatisfying(TemplateException.class, error -> {
                    assertThat(error.line()).isEqualTo(3);
                    assertThat(error.reason()).isEqualTo("'dict object' has no attribute 'content'");
                });
    }

    @Test
    void theTemplatesOwnRefusalIsMarked() {
        assertThatThrownBy(() -> render("{{ raise_exception('50% wrong') }}", Map.of()))
                .isInstanceOfSatisfying(TemplateException.class, error -> {
                    assertThat(error.raisedByTemplate()).isTrue();
                    assertThat(error.reason()).isEqualTo("50% wrong");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% include 'x' %}",
                "{% include 'x' ignore missing %}",
                "{% import 'x' as y %}",
                "{% from 'x' import y %}",
                "{% extends 'x' %}",
                "{% autoescape true %}{% endautoescape %}",
                "{{ [1]|random }}",
                "{{ lipsum() }}",
                "{{ 'x'.encode() }}",
                "{{ (-8) ** 0.5 }}",
                "{{ 'x'.upper }}"
            })
    void whatIsNotSupportedIsRefused(String source) {
        assertThatThrownBy(() -> render(source, Map.of())).isInstanceOf(TemplateException.class);
    }

    @Test
    void whatIsNotReachedIsNotRefused() {
        assertThat(render("{% if false %}{% include 'x' %}{{ 1|nosuch }}{% endif %}ok", Map.of()))
                .isEqualTo("ok");
    }

    @Test
    void limitsAreTheCallers() {
        ChatTemplate template = ChatTemplate.of("{% for i in range(100) %}xx{% endfor %}");
        assertThat(template.render(Map.of())).hasSize(200);
        TemplateLimits few = new TemplateLimits(500, 1000, 10);
        assertThatThrownBy(() -> template.withLimits(few).render(Map.of())).hasMessageContaining("500 units of work");
        TemplateLimits small = new TemplateLimits(100_000, 100, 10);
        assertThatThrownBy(() -> template.withLimits(small).render(Map.of())).hasMessageContaining("longer than 100");
        assertThatThrownBy(() -> new TemplateLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptionEndsTheRenderingWithWhatItThrows() {
        ChatTemplate template = ChatTemplate.of("{% for i in range(99999) %}{{ i }}{% endfor %}");
        IllegalStateException stop = new IllegalStateException("stop");
        assertThatThrownBy(() -> template.render(Map.of(), () -> {
                    throw stop;
                }))
                .isSameAs(stop);
        assertThat(template.render(Map.of(), () -> {})).isEqualTo(template.render(Map.of()));
    }

    @Test
    void oneTemplateServesManyThreads() throws Exception {
        ChatTemplate template = ChatTemplate.of(
                "{% set ns = namespace(n=0) %}{% for i in range(500) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int x = i;
                tasks.add(() -> template.render(Map.of("x", x)));
            }
            List<Future<String>> results = threads.invokeAll(tasks);
            for (int i = 0; i < 40; i++) {
                assertThat(results.get(i).get()).isEqualTo(String.valueOf(500 * i));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anEmptyTemplateIsFine() {
        assertThat(render("", Collections.emptyMap())).isEmpty();
        assertThat(ChatTemplate.of("x", "name").name()).isEqualTo("name");
    }
}

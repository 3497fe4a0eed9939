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
import org.junit.jupiter.api.Timeout;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ range(10 ** 9) }}",
                "{% for i in range(10 ** 9) %}x{% endfor %}",
                "{{ 'x' * 10 ** 9 }}",
                "{{ ['x'] * 10 ** 9 }}",
                "{{ 10 ** (10 ** 10) }}",
                "{{ 2 ** 10000000 }}",
                "{{ 10 ** 5000 }}",
                "{{ ''.center(10 ** 9) }}",
                "{{ 'x'.zfill(10 ** 9) }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '%.1000000000f' % 1.5 }}",
                "{{ '{:1000000000}'.format(1) }}",
                "{{ 'x'|indent(10 ** 9) }}",
                "{{ 'a\tb'.expandtabs(10 ** 9) }}",
                "{{ [1]|batch(10 ** 9, 0)|list }}",
                "{{ [1]|slice(10 ** 9)|list }}",
                "{{ [[1]]|tojson(indent=10 ** 9) }}",
                "{{ '{0:{1}}'.format(1, 999999999) }}",
                "{{ ('x' * 10 ** 6).replace('', 'y' * 10 ** 6) }}",
                "{{ ('x' * 10 ** 7)|list|join('y' * 10 ** 6) }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% set ns = namespace(x='x') %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}",
                "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
                "{% set ns = namespace(x=(1,)) %}{% for i in range(99) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ {ns.x: 1} }}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|pprint }}",
                "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
                "{% for i in range(99999) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' * 9999 }}{% endfor %}",
                "{% set s = 'a' * 2999999 %}{% for i in range(99999) %}{% if 'b' in s %}{% endif %}{% endfor %}",
                "{% set s = 'a' * 2999999 %}{% for i in range(99999) %}{{ s.split('b')|length }}{% endfor %}",
                "{% set s = 'é😀' * 999999 %}{% for i in range(99999) %}{% if s|length > 1 and s[-1] %}{% endif %}{% endfor %}"
            })
    @Timeout(20)
    void hostileTemplatesEnd(String source) {
        // a tenth of the defaults, so that the test is quick
        TemplateLimits limits = new TemplateLimits(2_000_000, 1 << 22, 1 << 24, 200);
        assertThatThrownBy(() -> ChatTemplate.of(source).withLimits(limits).render(Map.of()))
                .isInstanceOf(TemplateException.class);
    }

    @Test
    @Timeout(20)
    void hostileSourcesEnd() {
        for (String part :
                List.of("(", "[", "{", "-", "not ", "x if ", "{{", "{% if x %}", "{% for x in y %}", "x.", "a|")) {
            String source = "{{ " + part.repeat(20_000);
            assertThatThrownBy(() -> ChatTemplate.of(source)).isInstanceOf(TemplateException.class);
            String block = "{% if x %}".repeat(5_000) + part;
            assertThatThrownBy(() -> ChatTemplate.of(block)).isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void limitsAreTheCallers() {
        ChatTemplate template = ChatTemplate.of("{% for i in range(100) %}xx{% endfor %}");
        assertThat(template.render(Map.of())).hasSize(200);
        TemplateLimits few = new TemplateLimits(50, 1000, 1000, 10);
        assertThatThrownBy(() -> template.withLimits(few).render(Map.of())).hasMessageContaining("50 steps");
        TemplateLimits small = new TemplateLimits(1000, 100, 1000, 10);
        assertThatThrownBy(() -> template.withLimits(small).render(Map.of())).hasMessageContaining("longer than 100");
        assertThatThrownBy(() -> new TemplateLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
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

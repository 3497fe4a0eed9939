package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.Patience;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates written to hang or exhaust the process end in an error. */
class HostileTemplatesIT {
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
    @Timeout(Patience.SECONDS)
    void hostileTemplatesEnd(String source) {
        // a tenth of the defaults, so that the test is quick
        TemplateLimits limits = new TemplateLimits(15_000_000, 1 << 22, 200);
        assertThatThrownBy(() -> ChatTemplate.of(source).withLimits(limits).render(Map.of()))
                .isInstanceOf(TemplateException.class);
    }

    @Test
    @Timeout(Patience.SECONDS)
    void hostileSourcesEnd() {
        for (String part :
                List.of("(", "[", "{", "-", "not ", "x if ", "{{", "{% if x %}", "{% for x in y %}", "x.", "a|")) {
            String source = "{{ " + part.repeat(20_000);
            assertThatThrownBy(() -> ChatTemplate.of(source)).isInstanceOf(TemplateException.class);
            String block = "{% if x %}".repeat(5_000) + part;
            assertThatThrownBy(() -> ChatTemplate.of(block)).isInstanceOf(TemplateException.class);
        }
    }
}

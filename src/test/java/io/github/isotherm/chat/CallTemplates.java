package io.github.isotherm.chat;

/** How turns of calls are written by templates of several families, in our own words. */
final class CallTemplates {
    private static final String EACH = "{% for c in m.tool_calls %}{% set f = c.function %}";
    private static final String FIELDS = "{% for k, v in f.arguments | items %}";
    private static final String OR_JSON = "{{ v if v is string else v | tojson }}";

    static final String QWEN_CODER = EACH + "{{ '<tool_call>\n<function=' + f.name + '>\n' }}" + FIELDS
            + "{{ '<parameter=' + k + '>\n' }}{{ v | tojson if v is mapping else v | string }}{{ '\n</parameter>\n' }}{% endfor %}"
            + "{{ '</function>\n</tool_call>' }}{{ '\n' if not loop.last }}{% endfor %}";

    static final String MINIMAX =
            "{{ '<minimax:tool_call>\n' }}" + EACH + "{{ '<invoke name=\"' + f.name + '\">\n' }}" + FIELDS
                    + "{{ '<parameter name=\"' + k + '\">' }}" + OR_JSON
                    + "{{ '</parameter>\n' }}{% endfor %}{{ '</invoke>\n' }}"
                    + "{% endfor %}</minimax:tool_call>";

    static final String SEED = EACH + "{{ '<seed:tool_call>\n<function=' + f.name + '>\n' }}" + FIELDS
            + "{{ '<parameter=' + k + '>' }}" + OR_JSON
            + "{{ '</parameter>\n' }}{% endfor %}{{ '</function>\n</seed:tool_call>' }}{% endfor %}";

    static final String GLM =
            EACH + "{{ '<tool_call>' + f.name + '\n' }}" + FIELDS + "{{ '<arg_key>' + k + '</arg_key>\n<arg_value>' }}"
                    + OR_JSON + "{{ '</arg_value>\n' }}{% endfor %}</tool_call>{{ '\n' if not loop.last }}{% endfor %}";

    private static final String PYTHON_CALLS = EACH + "{{ f.name }}(" + FIELDS
            + "{{ k }}={{ v | tojson if v is string or v is mapping else v | string }}{{ ', ' if not loop.last }}{% endfor %})"
            + "{{ ', ' if not loop.last }}{% endfor %}]";

    static final String PYTHONIC = "[" + PYTHON_CALLS;
    static final String LFM2 = "<|tool_call_start|>[" + PYTHON_CALLS + "<|tool_call_end|>";
    static final String LFM2_SINGLE = LFM2.replace(
            "{{ v | tojson if v is string or v is mapping else v | string }}",
            "{% if v is string %}'{{ v }}'{% else %}{{ v | string }}{% endif %}");

    private static final String NOTED =
            "{% macro noted(v) %}{% if v is string %}QUOTE{{ v }}QUOTE{% elif v is mapping %}{{ '{' }}{% for k, w in v | items %}"
                    + "{{ k }}:{{ noted(w) }}{{ ',' if not loop.last }}{% endfor %}{{ '}' }}{% elif v is boolean %}"
                    + "{{ 'true' if v else 'false' }}{% elif v is iterable %}[{% for w in v %}{{ noted(w) }}"
                    + "{{ ',' if not loop.last }}{% endfor %}]{% else %}{{ v }}{% endif %}{% endmacro %}";
    private static final String GEMMA_CALLS = NOTED + EACH + "BEGINcall:{{ f.name }}{{ '{' }}" + FIELDS
            + "{{ k }}:{{ noted(v) }}{{ ',' if not loop.last }}{% endfor %}{{ '}' }}END{% endfor %}";

    static final String FUNCTION_GEMMA = GEMMA_CALLS
            .replace("QUOTE", "<escape>")
            .replace("BEGIN", "<start_function_call>")
            .replace("END", "<end_function_call>");
    static final String GEMMA4 = GEMMA_CALLS
            .replace("QUOTE", "<|\"|>")
            .replace("BEGIN", "<|tool_call>")
            .replace("END", "<tool_call|>");

    static final String ARGUMENTS_FIRST = EACH
            + "{{ '<tool_call>\n{\"arguments\": ' + (f.arguments | tojson) + ', \"name\": \"' + f.name + '\"}\n</tool_call>' }}"
            + "{{ '\n' if not loop.last }}{% endfor %}";

    static final String KIMI = "<|tool_calls_section_begin|>{% for c in m.tool_calls %}<|tool_call_begin|>{{ c.id }}"
            + "<|tool_call_argument_begin|>{{ c.function.arguments | tojson }}<|tool_call_end|>{% endfor %}"
            + "<|tool_calls_section_end|>";

    /** A whole template in the manner of gpt-oss. */
    static final String HARMONY =
            "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|start|>{{ m.role }}{% if m.tool_calls %}"
                    + " to=functions.{{ m.tool_calls[0].function.name }}<|channel|>commentary json<|message|>"
                    + "{{ m.tool_calls[0].function.arguments | tojson }}<|call|>{% elif m.role == 'user' %}<|message|>{{ m.content }}"
                    + "<|end|>{% else %}<|channel|>final<|message|>{{ m.content }}<end>{% endif %}{% endfor %}"
                    + "{% if add_generation_prompt %}<|start|>assistant{% endif %}";

    private CallTemplates() {}

    /** A template of a model with turns in parentheses that end with {@code <end>}. */
    static String of(String calls) {
        return "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}({{ m.role }}) "
                + "{% if m.tool_calls %}" + calls + "{% else %}{{ m.content }}{% endif %}<end>{% endfor %}"
                + "{% if add_generation_prompt %}(assistant) {% endif %}";
    }
}

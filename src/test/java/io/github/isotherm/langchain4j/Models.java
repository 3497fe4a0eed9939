package io.github.isotherm.langchain4j;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.CausalModel;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Local models for tests: the bundled one, and scripted ones behind the real adapter, sampler and loop. */
public final class Models {
    static final String NAME = "scripted";

    /** Tells tools and marks turns, in the manner of ChatML. */
    static final String TEMPLATE =
            "{% if tools %}{{ tools | tojson }}\n{% endif %}{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}"
                    + "{% if enable_thinking %}[think]{% endif %}{% if add_generation_prompt %}[assistant] {% endif %}";

    private static final String ASKS = "[assistant] ";

    private Models() {}

    /** A template with a place for tools that shows how calls are written, as Hermes' does. */
    static String showingCalls(String asks) {
        return "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}({{ m.role }}) {{ m.content }}"
                + "{% for c in m.tool_calls %}<tool_call>{\"name\": \"{{ c.function.name }}\", \"arguments\":"
                + " {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}|{% endfor %}"
                + "{% if response_format %}as {{ response_format | tojson }}{% endif %}"
                + "{% if add_generation_prompt %}" + asks + "{% endif %}";
    }

    /** Answers every conversation with the same text, one byte a token, then NUL to end. */
    public static LocalModel answering(String text) {
        return templated(text, TEMPLATE);
    }

    /** The same with another chat template, which ends with "[assistant] ". */
    static LocalModel templated(String text, String template) {
        int[] answer = new ByteCodec().encode(text + "\0");
        return over(
                new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
                    int prompt = promptLength(sequence);
                    float[] logits = new float[ByteCodec.SIZE];
                    logits[answer[Math.min(answer.length - 1, sequence.size() - prompt)]] = 100;
                    return logits;
                }),
                new ByteCodec(),
                template);
    }

    /** Answers each conversation with what its prompt asks for, one byte a token, then NUL to end. */
    static LocalModel speaking(UnaryOperator<String> answers) {
        ByteCodec codec = new ByteCodec();
        return over(
                new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
                    int prompt = promptLength(sequence);
                    int[] ids =
                            sequence.stream().mapToInt(id -> id).limit(prompt).toArray();
                    int[] answer = codec.encode(answers.apply(codec.decode(ids)) + "\0");
                    float[] logits = new float[ByteCodec.SIZE];
                    logits[answer[Math.min(answer.length - 1, sequence.size() - prompt)]] = 100;
                    return logits;
                }),
                codec,
                TEMPLATE);
    }

    /** The translation that LangChain4j's suites for chat ask for in a system message. */
    public static LocalModel translating() {
        return answering("Ich liebe dich");
    }

    /** The favourite colour that LangChain4j's suites for chat tell first. */
    public static LocalModel rememberingTheColor() {
        return answering("Your favorite color is green");
    }

    /** The call of one tool of two that LangChain4j's suites for chat require. */
    public static LocalModel callingForMunich() {
        return answering("{\"name\": \"getWeather\", \"arguments\": {\"city\": \"Munich\"}}");
    }

    /** The two calls at once that LangChain4j's suites for chat ask for, and an answer behind their results. */
    public static LocalModel callingTwoTools() {
        int[] first = new ByteCodec()
                .encode("<tool_call>{\"name\": \"getWeather\", \"arguments\": {\"city\": \"Munich\"}}</tool_call>"
                        + "<tool_call>{\"name\": \"getTime\", \"arguments\": {\"country\": \"France\"}}</tool_call>\0");
        int[] second = new ByteCodec().encode("It is sunny in Munich, and 14:35 in France.\0");
        return templatedOver(
                new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
                    int prompt = promptLength(sequence);
                    int[] said = text(sequence.subList(0, prompt)).contains("(tool) ") ? second : first;
                    float[] logits = new float[ByteCodec.SIZE];
                    logits[said[Math.min(said.length - 1, sequence.size() - prompt)]] = 100;
                    return logits;
                }),
                showingCalls(ASKS));
    }

    /** The prompt ends with the last "[assistant] ", which answers of the tests do not hold. */
    private static int promptLength(List<Integer> sequence) {
        int at = text(sequence).lastIndexOf(ASKS);
        return at < 0 ? sequence.size() : at + ASKS.length();
    }

    private static String text(List<Integer> sequence) {
        byte[] bytes = new byte[sequence.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = sequence.get(i).byteValue();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static LocalModel failing() {
        return over(new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            throw new ModelException("The weights are gone; put them back.");
        }));
    }

    public static LocalModel over(CausalModel model) {
        return over(model, new ByteCodec());
    }

    static LocalModel templatedOver(CausalModel model, String template) {
        return over(model, new ByteCodec(), template);
    }

    static LocalModel over(CausalModel model, TextCodec codec) {
        return over(model, codec, TEMPLATE);
    }

    static LocalModel over(CausalModel model, TextCodec codec, String template) {
        return over(model, codec, new ByteVocabulary(), List.of(0), template);
    }

    static LocalModel over(CausalModel model, TextCodec codec, Vocabulary vocabulary, List<Integer> ends) {
        return over(model, codec, vocabulary, ends, TEMPLATE);
    }

    static LocalModel over(
            CausalModel model, TextCodec codec, Vocabulary vocabulary, List<Integer> ends, String template) {
        return LocalModel.of(new ModelParts(
                NAME, model, codec, vocabulary, SamplingSettings.NONE, ends, ChatFormat.of(template, Map.of())));
    }
}

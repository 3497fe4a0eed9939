package io.github.isotherm.wire.openai.endpoint;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Models with chat templates whose answers are known. A token is a byte, and NUL ends an answer. */
final class ScriptedChats {
    static final String NAME = "scripted";

    /** Writes turns in the manner of ChatML; ends with the beginning of an answer. */
    static final String PLAIN =
            "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}{{ reasoning_effort }}[assistant] ";

    /** Has a place for tools, and shows how calls are written. */
    static final String WITH_TOOLS =
            "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}({{ m.role }}) {{ m.content }}"
                    + "{% for c in m.tool_calls %}<tool_call>{\"name\": \"{{ c.function.name }}\", \"arguments\":"
                    + " {{ c.function.arguments | tojson }}}</tool_call>{% endfor %}|{% endfor %}"
                    + "{% if enable_thinking %}[think]{% endif %}{% if add_generation_prompt %}[assistant] {% endif %}";

    private static final ByteCodec CODEC = new ByteCodec();

    private ScriptedChats() {}

    /** A model that wants to say this text, whatever it is asked. */
    static ScriptedModel wanting(String text) {
        int[] answer = CODEC.encode(text + "\0");
        return new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            String read = read(sequence);
            int said = sequence.size() - (read.lastIndexOf("[assistant] ") + "[assistant] ".length());
            float[] logits = new float[ByteCodec.SIZE];
            for (int id = 0; id < logits.length; id++) {
                logits[id] = id % 7;
            }
            logits[answer[Math.min(answer.length - 1, said)]] = 100;
            return logits;
        });
    }

    /** A model that wants anything, the same behind the same text. */
    static ScriptedModel rambling() {
        return new ScriptedModel(ByteCodec.SIZE, 100_000, sequence -> {
            SplittableRandom random = new SplittableRandom(sequence.hashCode());
            float[] logits = new float[ByteCodec.SIZE];
            for (int id = 32; id < 127; id++) {
                logits[id] = (float) (20 + 4 * random.nextDouble());
            }
            return logits;
        });
    }

    private static String read(List<Integer> sequence) {
        return sequence.stream().map(Character::toString).collect(Collectors.joining());
    }

    static LocalModel over(ScriptedModel model, String template) {
        return LocalModel.of(new ModelParts(
                NAME,
                model,
                CODEC,
                new ByteVocabulary(),
                SamplingSettings.NONE,
                List.of(0),
                ChatFormat.of(template, Map.of())));
    }

    /** What a model has read, of one request. */
    static String fed(ScriptedModel model) {
        return CODEC.decode(model.fed.stream().flatMapToInt(Arrays::stream).toArray());
    }
}

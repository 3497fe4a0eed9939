package io.github.isotherm.batch;

import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.util.List;
import java.util.stream.IntStream;

/** A model whose tokens are bytes. */
final class BytesModel {
    private BytesModel() {}

    /** Every letter is as likely as the others, more or less, and the last one said counts. */
    static ScriptedModel rambling() {
        return new ScriptedModel(257, 1000, ids -> {
            float[] logits = new float[257];
            for (int id = 0; id < 257; id++) {
                logits[id] = logit(id, ids.get(ids.size() - 1));
            }
            return logits;
        });
    }

    /** Of an id after another one. */
    static float logit(int id, int last) {
        return id >= 'a' && id <= 'z' ? (id * 7 + last) % 5 : -100;
    }

    /** What the tokenizer puts before a text. */
    static final int BEGINNING = 1;

    static LocalModel open(ScriptedModel script) {
        return open("scripted", script, new ByteCodec());
    }

    /** With a tokenizer that has prompts begin with a token of its own. */
    static LocalModel openWithBeginning(ScriptedModel script) {
        return open("scripted", script, new ByteCodec() {
            @Override
            public int[] encodePrompt(String text) {
                return IntStream.concat(IntStream.of(BEGINNING), IntStream.of(encode(text)))
                        .toArray();
            }
        });
    }

    /** Another model. */
    static LocalModel openOther(ScriptedModel script) {
        return open("other", script, new ByteCodec());
    }

    private static LocalModel open(String name, ScriptedModel script, ByteCodec codec) {
        return LocalModel.of(
                new ModelParts(name, script, codec, null, SamplingSettings.NONE, List.of(0), null),
                SchedulerOptions.defaults().withStateBytes(1 << 20));
    }
}

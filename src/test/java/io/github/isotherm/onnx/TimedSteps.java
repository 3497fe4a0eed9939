package io.github.isotherm.onnx;

import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Feed;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.Logits;
import io.github.isotherm.generate.Sequence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * This project's part of {@code src/test/python/steps.py}: told a past, reads a prompt up to it, then takes steps and prints how long
 * each was, in ms. Arguments: {@code fast}, {@code exact} or {@code as-is}; {@code float16} for keys and values of 16 bits.
 */
final class TimedSteps {
    private static final int STEPS = 8;

    private final OnnxModel model;
    private final Sequence sequence;
    private final float[] row;
    private int token;

    private TimedSteps(OnnxModel model) {
        this.model = model;
        sequence = model.open();
        row = new float[model.vocabularySize()];
    }

    public static void main(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        EngineOptions options = EngineOptions.defaults()
                .withThreads(1)
                .withAsIs(all.contains("as-is"))
                .withActivations(all.contains("exact") ? Activations.EXACT : Activations.FAST);
        options = all.contains("float16") ? options.withKeyValues(KeyValueType.FLOAT16) : options;
        try (OnnxModel opened = Models.open(Models.BUNDLED, options);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            TimedSteps steps = new TimedSteps(opened);
            System.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(steps.behind(Integer.parseInt(line)));
            }
            steps.sequence.close();
        }
    }

    private String behind(int past) {
        int held = sequence.length();
        if (held < past) {
            int[] ids = new int[past - held];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (17 + (held + i) * 7919) % row.length;
            }
            feed(ids);
        }
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            long start = System.nanoTime();
            feed(token);
            times.append((System.nanoTime() - start) / 1e6).append(' ');
        }
        return times.toString().strip();
    }

    private void feed(int... ids) {
        Logits logits = model.run(List.of(new Feed(sequence, ids, 1)));
        logits.copyTo(0, 0, row);
        token = 0;
        for (int id = 1; id < row.length; id++) {
            token = row[id] > row[token] ? id : token;
        }
    }
}

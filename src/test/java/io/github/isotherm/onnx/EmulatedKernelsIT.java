package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.files.CacheFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bundled model on kernels of other processors, emulated: exact activations move no probability by a thousandth. */
class EmulatedKernelsIT {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "activations-smollm2.json");
    private static final int PROMPTS = 8;

    static Stream<EmulatedKernel> kernels() {
        return EmulatedKernel.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whateverAKernelRoundsMovesNoProbabilityByAThousandth(EmulatedKernel kernel) throws IOException, OrtException {
        GraphScan scan = GraphScan.of(Models.BUNDLED.resolve("model.onnx"));
        GraphScan exact = ExactActivations.rewritten(scan, List.of("input_ids"), kind -> Rounding.OTHER);
        assertThat(largest(kernel.instead(exact.parts()))).isLessThan(1e-3);
        assertThat(largest(kernel.instead(scan.parts()))).isGreaterThan(5e-3);
    }

    /** The largest difference of a probability from that of float activations. */
    private static double largest(GraphProto graph) throws IOException, OrtException {
        OrtEnvironment environment = Runtimes.environment(CacheFolder.locate());
        JsonNode prompts = new ObjectMapper().readTree(GOLDEN.toFile()).get("prompts");
        ByteBuffer bytes = DirectMemory.allocate(graph.model().size(), "a test");
        graph.model().writeTo(bytes);
        double largest = 0;
        try (SessionOptions settings = new SessionOptions()) {
            settings.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    Models.BUNDLED.toAbsolutePath().toString());
            try (OrtSession session = environment.createSession(bytes.flip(), settings)) {
                for (int i = 0; i < PROMPTS; i++) {
                    JsonNode prompt = prompts.get(i);
                    double[] actual = probabilities(logits(environment, session, prompt.get("ids")));
                    for (JsonNode token : prompt.get("top")) {
                        double expected = token.get("probability").doubleValue();
                        largest = Math.max(
                                largest, Math.abs(actual[token.get("id").intValue()] - expected));
                    }
                }
            }
        }
        return largest;
    }

    private static float[] logits(OrtEnvironment environment, OrtSession session, JsonNode prompt) throws OrtException {
        long[] ids = new long[prompt.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = prompt.get(i).longValue();
        }
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            long[] shape = {1, ids.length};
            inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
            inputs.put("attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape));
            inputs.put(
                    "num_logits_to_keep",
                    OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {1}), new long[0]));
            for (String name : session.getInputNames()) {
                if (name.startsWith("past_key_values")) {
                    inputs.put(
                            name,
                            OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), new long[] {1, 3, 0, 64}));
                }
            }
            try (OrtSession.Result result = session.run(inputs, Set.of("logits"))) {
                FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] last = new float[49152];
                logits.get(logits.limit() - last.length, last);
                return last;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** A softmax in double. */
    static double[] probabilities(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(logits[i] - most);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}

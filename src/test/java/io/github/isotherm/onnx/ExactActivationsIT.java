package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bundled model's distributions, against those of unrounded activations by Python's onnxruntime. */
class ExactActivationsIT {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "activations-smollm2.json");

    private static List<JsonNode> prompts() throws IOException {
        List<JsonNode> prompts = new ArrayList<>();
        new ObjectMapper().readTree(GOLDEN.toFile()).get("prompts").forEach(prompts::add);
        assertThat(prompts).hasSize(100);
        return prompts;
    }

    private static int[] ids(JsonNode prompt) {
        int[] ids = new int[prompt.get("ids").size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = prompt.get("ids").get(i).intValue();
        }
        return ids;
    }

    private static OnnxModel open(Activations activations) {
        return Models.open(Models.BUNDLED, EngineOptions.defaults().withActivations(activations));
    }

    /** The largest difference of a probability from Python's. */
    private static double largest(Activations activations, List<JsonNode> prompts) {
        double largest = 0;
        try (OnnxModel model = open(activations)) {
            for (JsonNode prompt : prompts) {
                try (Sequence sequence = model.open()) {
                    double[] actual = EmulatedKernelsIT.probabilities(Models.feed(model, sequence, ids(prompt)));
                    for (JsonNode token : prompt.get("top")) {
                        double difference = actual[token.get("id").intValue()]
                                - token.get("probability").doubleValue();
                        largest = Math.max(largest, Math.abs(difference));
                    }
                }
            }
        }
        return largest;
    }

    @Test
    void thousandProbabilitiesAreThoseOfFloatActivationsInPython() throws IOException {
        List<JsonNode> prompts = prompts();
        assertThat(largest(Activations.EXACT, prompts)).isLessThan(5e-4);
        assertThat(largest(Activations.FLOAT, prompts.subList(0, 30))).isLessThan(1e-5);
        assertThat(largest(Activations.FAST, prompts.subList(0, 30))).isGreaterThan(0.01);
    }

    /** Means come without a pool, and every new value of unknown size has a name for it, or opening takes thrice as long. */
    @Test
    void poolsAreReplacedAndSizesNamed() {
        GraphScan scan = GraphScan.of(Models.BUNDLED.resolve("model.onnx"));
        GraphScan exact = ExactActivations.rewritten(scan, List.of("input_ids"), kind -> Rounding.BLOCKS);
        assertThat(ExactActivations.pairs(exact.nodes())).isEqualTo(121);
        assertThat(exact.nodes()).noneMatch(node -> node.operator().equals("AveragePool"));
        List<String> declared = exact.parts().fields().stream()
                .filter(field -> field.number() == GraphProto.VALUE_INFO)
                .map(field -> field.port().name())
                .toList();
        List<String> quantised = exact.nodes().stream()
                .filter(node -> node.operator().equals("QuantizeLinear"))
                .map(node -> node.output(0))
                .toList();
        assertThat(quantised).hasSize(121);
        assertThat(declared).doesNotHaveDuplicates().containsAll(quantised.subList(0, 120));
    }
}

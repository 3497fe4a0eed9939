package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InspectCommandTest {
    private static final String FIXTURES = "src/test/resources/fixtures/";

    private static JsonNode json(String folder) throws IOException {
        CommandLineRun run = CommandLineRun.of("inspect", FIXTURES + folder, "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void aFusedGraphInOneObject() throws IOException {
        JsonNode root = json("tiny-gqa");
        assertThat(root.get("layout").asText()).isEqualTo("graph with a cache");
        assertThat(root.get("states").has("shared buffer")).isTrue();
        assertThat(root.get("operators")
                        .get("com.microsoft.GroupQueryAttention")
                        .asInt())
                .isPositive();
        assertThat(root.get("vocabulary_size").asInt()).isPositive();
        assertThat(root.get("inputs").get(0).get("name").asText()).isEqualTo("input_ids");
        assertThat(root.get("hints").toString()).doesNotContain("GroupQueryAttention");
    }

    @Test
    void layoutsAndWhatMakesThemSlow() throws IOException {
        assertThat(json("layouts/optimum").get("hints").toString())
                .contains("no fused attention (GroupQueryAttention)");
        assertThat(json("layouts/merged").get("layout").asText()).startsWith("merged graph");
        assertThat(json("layouts/pair").get("layout").asText()).startsWith("pair of graphs");
        JsonNode plain = json("layouts/no-cache");
        assertThat(plain.get("layout").asText()).isEqualTo("graph without a cache");
        assertThat(plain.get("hints").toString()).contains("computes the whole text again");
        assertThat(json("layouts/mamba").get("states").has("fixed size")).isTrue();
        assertThat(json("layouts/external").get("weight_files")).isNotEmpty();
    }

    @Test
    void linesForPeople() {
        CommandLineRun run = CommandLineRun.of("inspect", FIXTURES + "layouts/optimum");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("optimum\n")
                .contains("model.onnx, ")
                .contains("two buffers")
                .contains("past_key_values.*.key")
                .contains("  hint: ");
    }

    @Test
    void whatIsNoModelIsOneSentence() {
        CommandLineRun run = CommandLineRun.of("inspect", "src");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.err()).contains("holds no ONNX model");
    }
}

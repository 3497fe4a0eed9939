package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real folders hold and transformers opens. */
class ModelFolderToleranceTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aGraph() throws IOException {
        write("model.onnx", "");
    }

    private ModelFolder config(String json) throws IOException {
        write("config.json", json);
        return ModelFolder.open(folder);
    }

    @Test
    void pythonsNumbersThatAreNoneAreRead() throws IOException {
        ModelFolder mamba = config("{\"time_step_limit\":[0.0,Infinity],\"a\":-Infinity,\"b\":NaN,\"vocab_size\":11}");
        assertThat(mamba.vocabularySize()).hasValue(11);
    }

    @Test
    void wholeNumbersMayBeFloatsOrListsOfOne() throws IOException {
        ModelFolder model =
                config("{\"head_dim\":64.0,\"num_key_value_heads\":[2,2],\"bos_token_id\":[1],\"vocab_size\":11.0,"
                        + "\"eos_token_id\":[2.0,3],\"conv_L_cache\":3.0}");
        assertThat(model.headSize()).hasValue(64);
        assertThat(model.keyValueHeads()).hasValue(2);
        assertThat(model.bosTokenId()).hasValue(1);
        assertThat(model.vocabularySize()).hasValue(11);
        assertThat(model.eosTokenIds()).containsExactly(2, 3);
        assertThat(model.sizes()).containsEntry("conv_L_cache", 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"num_key_value_heads\":[4,4,8]}",
                "{\"num_attention_heads\":[12,16],\"hidden_size\":\"big\"}",
                "{\"bos_token_id\":\"<s>\"}",
                "{\"head_dim\":{\"a\":1}}",
                "{\"num_key_value_heads\":1000000000000,\"bos_token_id\":1000000000000}",
                "{\"vocab_size\":[5,6]}",
                "{\"vocab_size\":NaN}",
                "{\"bos_token_id\":-1,\"head_dim\":0,\"num_key_value_heads\":-1,\"vocab_size\":-1}"
            })
    void whatIsNotNeededNeverBlocksOpening(String json) throws IOException {
        ModelFolder model = config(json);
        assertThat(model.keyValueHeads()).isEmpty();
        assertThat(model.headSize()).isEmpty();
        assertThat(model.bosTokenId()).isEmpty();
        assertThat(model.vocabularySize()).isEmpty();
    }

    @Test
    void whatComesBehindTheFirstIsNotRead() throws IOException {
        write("genai_config.json", "{\"model\":{\"context_length\":64,\"vocab_size\":11}}");
        ModelFolder model = config("{\"vocab_size\":\"many\",\"max_position_embeddings\":\"long\"}");
        assertThat(model.vocabularySize()).hasValue(11);
        assertThat(model.contextLength()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 2147483647",
        "0, 2147483647",
        "1000000000000, 2147483647",
        "1e30, 2147483647",
        "Infinity, 2147483647",
        "4096.0, 4096"
    })
    void aContextLengthThatIsNoneSaysNothing(String written, int context) throws IOException {
        assertThat(config("{\"max_position_embeddings\":" + written + "}").contextLength())
                .isEqualTo(context);
        assertThat(config("{\"max_position_embeddings\":-1,\"n_ctx\":32}").contextLength())
                .isEqualTo(32);
    }

    @Test
    void whatNobodyNeedsOfGenaisFileMayBeOfAnyType() throws IOException {
        write(
                "genai_config.json",
                "{\"search\":{\"past_present_share_buffer\":\"yes\"},\"engine\":1,\"model\":{\"type\":[],"
                        + "\"pad_token_id\":{},\"bos_token_id\":\"<s>\",\"vision\":\"none\",\"context_length\":64,"
                        + "\"decoder\":{\"head_size\":\"wide\",\"num_hidden_layers\":-1,"
                        + "\"session_options\":null,\"sliding_window\":{\"layers\":\"all\"}}}}");
        assertThat(ModelFolder.open(folder).contextLength()).isEqualTo(64);
    }

    @Test
    void endsAreOfTheFirstFileThatNamesAny() throws IOException {
        assertThat(config("{}").ends()).isEmpty();
        assertThat(config("{\"text_config\":{\"eos_token_id\":4}}").ends())
                .containsExactly(new EndToken(4, List.of(folder.resolve("config.json"))));
        write("genai_config.json", "{\"model\":{\"eos_token_id\":5}}");
        write("generation_config.json", "{\"eos_token_id\":[]}");
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.eosTokenIds()).containsExactly(5);
        assertThat(model.ends()).containsExactly(new EndToken(5, List.of(folder.resolve("genai_config.json"))));
    }

    @Test
    void idsThatNoTokenHasEndNothing() throws IOException {
        assertThat(config("{\"eos_token_id\":-1}").eosTokenIds()).isEmpty();
        assertThat(config("{\"eos_token_id\":[2,null,1000000000000]}").eosTokenIds())
                .containsExactly(2);
        assertThatThrownBy(() -> config("{\"eos_token_id\":\"</s>\"}"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "eos_token_id is \"</s>\" but must be a whole number or a list of them; correct the file.");
    }

    @Test
    void downloadingAgainIsTheWayOutWhereItHelps() {
        assertThatThrownBy(() -> config("{\"vocab_size\": 1"))
                .hasMessageContaining("is not valid JSON")
                .hasMessageEndingWith("put a whole copy of the file in its place.");
        assertThatThrownBy(() -> config("")).hasMessageEndingWith("put a whole copy of the file in its place.");
        assertThatThrownBy(() -> config("[]"))
                .hasMessageEndingWith("does not hold a JSON object; put the model's own file there.");
        assertThatThrownBy(() -> config("{\"vocab_size\":\"many\"}"))
                .hasMessageEndingWith("must be a whole number; correct the file.");
    }

    @Test
    void aTemplateIsATextAnObjectOrAList() throws IOException {
        Map<String, String> both = Map.of("default", "a", "tool_use", "b");
        assertThat(templates("\"a\"")).isEqualTo(Map.of("default", "a"));
        assertThat(templates("{\"default\":\"a\",\"tool_use\":\"b\"}")).isEqualTo(both);
        assertThat(templates("[{\"name\":\"default\",\"template\":\"a\"},{\"name\":\"tool_use\",\"template\":\"b\"}]"))
                .isEqualTo(both);
        assertThat(templates("null")).isEmpty();
        assertThat(templates("[{\"name\":\"default\",\"template\":null}]")).isEmpty();
    }

    private Map<String, String> templates(String json) throws IOException {
        write("tokenizer_config.json", "{\"chat_template\":" + json + "}");
        return ModelFolder.open(folder).chatTemplates();
    }

    /** {@code PreTrainedTokenizerBase._from_pretrained}, transformers 4.57.6. */
    @Test
    void templateFilesDisplaceWhatConfigurationsSay() throws IOException {
        assertThat(templates("{\"default\":\"a\",\"tool_use\":\"b\"}")).hasSize(2);
        write("chat_template.json", "{\"chat_template\":\"c\"}");
        assertThat(ModelFolder.open(folder).chatTemplates()).isEqualTo(Map.of("default", "c"));
        write("chat_template.jinja", "d");
        assertThat(ModelFolder.open(folder).chatTemplates()).isEqualTo(Map.of("default", "d"));
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        write("additional_chat_templates/rag.jinja", "e");
        assertThat(ModelFolder.open(folder).chatTemplates()).isEqualTo(Map.of("default", "d", "rag", "e"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}

package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aGraph() throws IOException {
        write("model.onnx", "");
    }

    @Test
    void aFolderWithOnlyAGraphOpens() {
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.name()).isEqualTo(folder.getFileName().toString());
        assertThat(model.modelFile()).isEqualTo(folder.toAbsolutePath().resolve("model.onnx"));
        assertThat(model.contextLength()).isEqualTo(Integer.MAX_VALUE);
        assertThat(model.eosTokenIds()).isEmpty();
        assertThat(model.generation()).isEmpty();
        assertThat(model.hasTokenizer()).isFalse();
        assertThat(model.chatTemplate()).isEmpty();
        assertThat(model.genaiLayout()).isEmpty();
    }

    @Test
    void generationConfigBeatsGenaiFieldByField() throws IOException {
        write("config.json", "{\"eos_token_id\":7,\"max_position_embeddings\":100,\"vocab_size\":11}");
        write(
                "genai_config.json",
                "{\"model\":{\"eos_token_id\":5,\"bos_token_id\":1,\"context_length\":64,\"decoder\":{\"filename\":\"model.onnx\","
                        + "\"head_size\":8,\"num_key_value_heads\":2,\"inputs\":{\"input_ids\":\"ids\"}}},"
                        + "\"search\":{\"temperature\":1.0,\"top_k\":50,\"past_present_share_buffer\":true}}");
        write("generation_config.json", "{\"eos_token_id\":[2,0],\"temperature\":0.2,\"top_p\":null}");
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.eosTokenIds()).containsExactly(2, 0);
        assertThat(model.bosTokenId()).hasValue(1);
        assertThat(model.contextLength()).isEqualTo(64);
        assertThat(model.vocabularySize()).hasValue(11);
        assertThat(model.headSize()).hasValue(8);
        assertThat(model.keyValueHeads()).hasValue(2);
        assertThat(model.generation())
                .containsEntry("temperature", new ConfiguredField(0.2, folder.resolve("generation_config.json")))
                .containsEntry("top_k", new ConfiguredField(50, folder.resolve("genai_config.json")))
                .containsEntry("top_p", new ConfiguredField(null, folder.resolve("generation_config.json")));
        assertThat(model.genaiLayout()).hasValueSatisfying(genai -> {
            assertThat(genai.inputs()).containsEntry("input_ids", "ids");
        });
    }

    @Test
    void headSizeAndHeadsFollowFromTheConfig() throws IOException {
        write("config.json", "{\"text_config\":{\"hidden_size\":96,\"num_attention_heads\":12,\"n_ctx\":32}}");
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.headSize()).hasValue(8);
        assertThat(model.keyValueHeads()).hasValue(12);
        assertThat(model.contextLength()).isEqualTo(32);
    }

    @Test
    void chatTemplatesComeFromEveryPlace() throws IOException {
        write(
                "tokenizer_config.json",
                "{\"chat_template\":[{\"name\":\"default\",\"template\":\"old\"},{\"name\":\"tool_use\",\"template\":\"tools\"}],"
                        + "\"bos_token\":{\"content\":\"<s>\"}}");
        write("special_tokens_map.json", "{\"bos_token\":\"<x>\",\"eos_token\":\"</s>\"}");
        ModelFolder named = ModelFolder.open(folder);
        assertThat(named.chatTemplate()).hasValue("old");
        assertThat(named.chatTemplates()).containsEntry("tool_use", "tools");
        assertThat(named.specialTokens()).isEqualTo(Map.of("bos_token", "<s>", "eos_token", "</s>"));
        write("chat_template.jinja", "new");
        assertThat(ModelFolder.open(folder).chatTemplate()).hasValue("new");
    }

    @Test
    void vocabularyOfByteLevelBpe() throws IOException {
        write(
                "tokenizer.json",
                "{\"added_tokens\":[{\"id\":3,\"content\":\"<end>\",\"special\":true},{\"id\":4,\"content\":\"<t>\"}],"
                        + "\"decoder\":{\"type\":\"ByteLevel\"},"
                        + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"\u0120b\":1},\"merges\":[[\"a\",\"b\"]]}}");
        VocabularyData data = ModelFolder.open(folder).vocabulary().orElseThrow();
        assertThat(data.tokens()).containsExactly("a", "\u0120b", "", "<end>", "<t>");
        assertThat(data.specialIds()).containsExactly(3);
        assertThat(data.byteLevel()).isTrue();
        assertThat(data.metaspace()).isFalse();
    }

    @Test
    void vocabularyOfSentencePiece() throws IOException {
        write(
                "tokenizer.json",
                "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"<unk>\",0.0],[\"\u2581a\",-1.5]]},"
                        + "\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"\u2581\"},"
                        + "\"content\":\" \"},{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"}]}}");
        VocabularyData data = ModelFolder.open(folder).vocabulary().orElseThrow();
        assertThat(data.tokens()).containsExactly("<unk>", "\u2581a");
        assertThat(data.byteLevel()).isFalse();
        assertThat(data.byteFallback()).isTrue();
        assertThat(data.metaspace()).isTrue();
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("none")))
                .isInstanceOf(ModelException.class)
                .hasMessageMatching("There is no model folder .*none; name a folder.*");
        write("model.gguf", "");
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("model.gguf"))).hasMessageContaining("is a file");
        Files.delete(folder.resolve("model.gguf"));
        write("genai_config.json", "{\"model\":{\"decoder\":{\"filename\":\"other.onnx\"}}}");
        assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("names the model file other.onnx");
        Files.delete(folder.resolve("genai_config.json"));
        Files.delete(folder.resolve("model.onnx"));
        assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("holds no ONNX model");
    }

    @Test
    void aGraphOfSeveralIsOpenedByItsName() throws IOException {
        Files.createDirectory(folder.resolve("onnx"));
        write("onnx/model_q4.onnx", "");
        write("config.json", "{\"max_position_embeddings\":100}");
        ModelFolder quantised = ModelFolder.open(folder.resolve("onnx/model_q4.onnx"));
        assertThat(quantised.modelFile()).isEqualTo(folder.resolve("onnx/model_q4.onnx"));
        assertThat(quantised.path()).isEqualTo(folder);
        assertThat(quantised.contextLength()).isEqualTo(100);
        assertThat(ModelFolder.open(folder).modelFile()).isEqualTo(folder.resolve("model.onnx"));
        write("genai_config.json", "{\"model\":{\"decoder\":{\"filename\":\"other.onnx\"}}}");
        assertThat(ModelFolder.open(folder.resolve("model.onnx")).modelFile()).isEqualTo(folder.resolve("model.onnx"));
    }

    @Test
    void whatIsThereInsteadOfAGraphIsSaid() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        write("model.safetensors", "");
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "holds a model in the format safetensors but it must be in ONNX; name the folder of"
                                + " an ONNX export of the model.");
        Files.delete(folder.resolve("model.safetensors"));
        write("x-q4_0.gguf", "");
        assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("in the format gguf");
        Files.createDirectories(folder.resolve("cpu/int4"));
        write("cpu/int4/phi.onnx", "");
        Files.createDirectories(folder.resolve("cuda"));
        write("cuda/phi.onnx", "");
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .hasMessageEndingWith("name one of them: " + Path.of("cpu", "int4") + ", cuda.");
    }

    @Test
    void malformedFilesAreNamed() throws IOException {
        write("config.json", "{\"vocab_size\": 1,}");
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageMatching(
                        ".*config.json is not valid JSON \\(line 1, column \\d+\\); put a whole copy of the file in its place[.]");
        write("config.json", "[]");
        assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("does not hold a JSON object");
        write("config.json", "{\"vocab_size\":\"many\"}");
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .hasMessageContaining("vocab_size is \"many\" but must be a whole number");
        write("config.json", "{}");
        write("tokenizer.json", "{\"model\":{\"vocab\":{\"a\":");
        ModelFolder withTokenizer = ModelFolder.open(folder);
        assertThatThrownBy(withTokenizer::vocabulary).hasMessageContaining("tokenizer.json is not valid JSON");
        write("tokenizer.json", "{\"model\":{\"vocab\":{\"a\":-4}}}");
        assertThatThrownBy(withTokenizer::vocabulary).hasMessageContaining("the token \"a\" the id -4");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}

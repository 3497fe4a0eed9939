package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A malformed template blocks what uses it, and nothing else. */
class ChatFormatFolderTest {
    private static final List<Map<String, String>> MESSAGES = List.of(Map.of("role", "user", "content", "hello"));

    @TempDir
    Path folder;

    private ModelFolder with(String main, String tools) throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(folder.resolve("chat_template.jinja"), main);
        Files.createDirectories(folder.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve("additional_chat_templates/tool_use.jinja"), tools);
        return ModelFolder.open(folder);
    }

    @Test
    void aMalformedToolTemplateLeavesTheMainOne() throws IOException {
        ChatFormat format =
                ChatFormat.of(with("{{ messages[0].content }}!", "{% for")).orElseThrow();
        assertThat(format.prompt(MESSAGES, List.of())).isEqualTo("hello!");
        assertThatThrownBy(() -> format.prompt(MESSAGES, List.of(Map.of("type", "function"))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("The chat template cannot be read");
    }

    @Test
    void aMalformedMainTemplateLeavesTheToolsOneAndCompletions() throws IOException {
        ModelFolder broken = with("{% for", "{{ tools[0].type }}");
        assertThatThrownBy(() -> ChatFormat.of(broken)).isInstanceOf(ModelException.class);
        ChatFormat format = ChatFormat.later(broken).orElseThrow();
        assertThat(format.prompt(MESSAGES, List.of(Map.of("type", "function")))).isEqualTo("function");
        ScriptedModel model = new ScriptedModel(ByteCodec.SIZE, 100, sequence -> {
            float[] logits = new float[ByteCodec.SIZE];
            logits['x'] = 9;
            return logits;
        });
        try (LocalModel opened = LocalModel.of(
                new ModelParts("broken", model, new ByteCodec(), null, SamplingSettings.NONE, List.of(0), format))) {
            assertThat(opened.knowsTools()).isTrue();
            assertThat(opened.complete(
                                    "a",
                                    CompletionOptions.defaults().temperature(0).maxTokens(2))
                            .text())
                    .isEqualTo("xx");
            assertThatThrownBy(opened::chatFormat).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void aTemplateFileThatIsNoTextBlocksOnlyWhatUsesIt() throws IOException {
        ModelFolder folderOfTwo = with("x", "{{ tools[0].type }}");
        Files.write(folder.resolve("chat_template.jinja"), new byte[] {'a', (byte) 0xFF});
        ModelFolder broken = ModelFolder.open(folderOfTwo.path());
        assertThat(broken.chatTemplates()).containsOnlyKeys("tool_use", "default");
        ChatFormat format = ChatFormat.later(broken).orElseThrow();
        assertThat(format.prompt(MESSAGES, List.of(Map.of("type", "function")))).isEqualTo("function");
        assertThatThrownBy(() -> format.prompt(MESSAGES, List.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "chat_template.jinja cannot be read as UTF-8 text; put a whole copy of the file in its place.");
        assertThatThrownBy(() -> ChatFormat.of(broken)).isInstanceOf(ModelException.class);
    }

    @Test
    void anOldTemplateFileThatIsNoJsonBlocksOnlyWhatUsesIt() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"chat_template\":\"x\"}");
        Files.writeString(folder.resolve("chat_template.json"), "{\"chat_template");
        ChatFormat format = ChatFormat.later(ModelFolder.open(folder)).orElseThrow();
        assertThatThrownBy(() -> format.prompt(MESSAGES, List.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("chat_template.json is not valid JSON")
                .hasMessageEndingWith("put a whole copy of the file in its place.");
        Files.writeString(folder.resolve("chat_template.jinja"), "y");
        assertThat(ChatFormat.of(ModelFolder.open(folder)).orElseThrow().prompt(MESSAGES, List.of()))
                .isEqualTo("y");
    }

    /** transformers 5.24 reads the additional ones last. */
    @Test
    void anAdditionalTemplateCalledDefaultIsTheMainOne() throws IOException {
        ModelFolder both = with("x", "t");
        Files.writeString(folder.resolve("additional_chat_templates/default.jinja"), "a");
        assertThat(ModelFolder.open(both.path()).chatTemplates()).containsEntry("default", "a");
    }
}

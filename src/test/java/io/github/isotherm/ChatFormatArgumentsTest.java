package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.wire.TemplateVariables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments at the edges are those of apply_chat_template in transformers 5.24, which template_arguments.py committed. */
class ChatFormatArgumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static JsonNode golden() throws IOException {
        try (InputStream in = ChatFormatArgumentsTest.class.getResourceAsStream("/golden/template/arguments.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        }
    }

    /** A model folder with these templates. */
    private ChatFormat format(String name, JsonNode templates, JsonNode tokens) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.writeString(model.resolve("model.onnx"), "");
        Files.writeString(model.resolve("tokenizer_config.json"), tokens.toString());
        Files.createDirectories(model.resolve("additional_chat_templates"));
        for (Map.Entry<String, JsonNode> template : templates.properties()) {
            String file = template.getKey().equals("default")
                    ? "chat_template.jinja"
                    : "additional_chat_templates/" + template.getKey() + ".jinja";
            Files.writeString(model.resolve(file), template.getValue().textValue());
        }
        return ChatFormat.of(ModelFolder.open(model)).orElseThrow();
    }

    private static @Nullable String text(ChatFormat format, JsonNode arguments) {
        try {
            return format.apply(TemplateVariables.read(arguments.toString()));
        } catch (InvalidValueException refused) {
            return null;
        }
    }

    @Test
    void noToolsNullsAndEmptyListsAreSeenAsThere() throws IOException {
        JsonNode golden = golden();
        List<String> different = new ArrayList<>();
        for (JsonNode expected : golden.get("cases")) {
            String name = expected.get(0).textValue();
            ChatFormat format = format(name, golden.get("templates").get(name), golden.get("special tokens"));
            String got = text(format, expected.get(1));
            if (!Objects.equals(got, expected.get(2).textValue())) {
                different.add(name + " " + expected.get(1) + "\n  python " + expected.get(2) + "\n  ours   " + got);
            }
        }
        assertThat(different).isEmpty();
        assertThat(golden.get("cases").size()).isEqualTo(60);
    }
}

package io.github.isotherm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Added tokens that stand outside tokenizer.json, as {@code added_tokens.py} has them from transformers. */
class AddedTokensIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode golden() {
        try {
            return JSON.readTree(
                    Path.of("src/test/resources/golden/added-tokens.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<JsonNode> cases() {
        return golden().get("cases").valueStream();
    }

    private ModelFolder folderOf(JsonNode tokenizer, JsonNode files) throws IOException {
        write("model.onnx", "");
        write("tokenizer.json", tokenizer.toString());
        for (var file : files.properties()) {
            write(file.getKey(), file.getValue().toString());
        }
        return ModelFolder.open(folder);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private static int[] encoded(ModelFolder model, String text) {
        Path file = model.tokenizerFile().orElseThrow();
        try (HuggingFaceTextCodec codec =
                HuggingFaceTextCodec.open(model.openTokenizer(), file, CacheFolder.locate(), "The tokenizer")) {
            return codec.encode(text);
        }
    }

    private static void assertMatches(JsonNode expected, ModelFolder model) {
        assertThat(encoded(model, golden().get("text").textValue()))
                .as(expected.get("name").textValue())
                .containsExactly(JSON.convertValue(expected.get("ids"), int[].class));
        VocabularyData vocabulary = model.vocabulary().orElseThrow();
        expected.get("added").properties().forEach(token -> {
            int id = Integer.parseInt(token.getKey());
            assertThat(vocabulary.tokens().get(id))
                    .isEqualTo(token.getValue().get(0).textValue());
            assertThat(vocabulary.specialIds().contains(id))
                    .isEqualTo(token.getValue().get(1).booleanValue());
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void idsTextsAndFlagsAreTransformers(JsonNode expected) throws IOException {
        assertMatches(expected, folderOf(golden().get("tokenizer"), expected.get("files")));
    }

    /** Where they stand in the file, or whether they do, makes no difference. */
    @ParameterizedTest
    @CsvSource({"decoder", "added_tokens.json alone", "additional", "order"})
    void aTokenizerMayListItsOwnLastOrNone(String name) throws IOException {
        JsonNode expected = cases().filter(one -> one.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
        ObjectNode tokenizer = golden().get("tokenizer").deepCopy();
        ArrayNode own = (ArrayNode) tokenizer.remove("added_tokens");
        tokenizer.set("added_tokens", own);
        assertMatches(expected, folderOf(tokenizer, expected.get("files")));
        tokenizer.remove("added_tokens");
        int[] ids = encoded(folderOf(tokenizer, expected.get("files")), "a<x>");
        assertThat(ids).startsWith(tokenizer.at("/model/vocab/a").intValue());
        assertThat(ids).hasSize(expected.toString().contains("<x>") ? 2 : 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenizer_config.json | {'added_tokens_decoder':{'50':'<end>'}} | added_tokens_decoder.50 is '<end>' but must be"
                        + " an added token with a content, under its id; correct the file.",
                "tokenizer_config.json | {'added_tokens_decoder':{'x':{'content':'<end>'}}} | added_tokens_decoder.x is"
                        + " {'content':'<end>'} but must be an added token with a content, under its id; correct the file.",
                "tokenizer_config.json | {'added_tokens_decoder':[]} | added_tokens_decoder is [] but must be an object of added"
                        + " tokens by id; correct the file.",
                "added_tokens.json | {'<end>':'x'} | <end> is 'x' but must be a token id; correct the file.",
                "added_tokens.json | [] | does not hold a JSON object; put the model's own file there."
            })
    void whatIsMalformedIsOneSentenceWhereTextIsNeeded(String file, String content, String message) throws IOException {
        ObjectNode files = JSON.createObjectNode();
        files.set(file, JSON.readTree(content.replace('\'', '"')));
        ModelFolder model = folderOf(golden().get("tokenizer"), files);
        assertThatThrownBy(model::openTokenizer)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file)
                .hasMessageEndingWith(message.startsWith("does") ? message : message.replace('\'', '"'));
        assertThatThrownBy(model::vocabulary).isInstanceOf(ModelException.class);
    }

    @Test
    void whatTheTokenizerHasAlreadyNeedsNoEntry() throws IOException {
        JsonNode files = JSON.readTree(
                "{\"tokenizer_config.json\":{\"added_tokens_decoder\":{\"0\":\"<unk>\",\"1\":null},\"eos_token\":5,"
                        + "\"extra_special_tokens\":[7,null]}}");
        JsonNode plain = cases().findFirst().orElseThrow();
        assertMatches(plain, folderOf(golden().get("tokenizer"), files));
    }
}

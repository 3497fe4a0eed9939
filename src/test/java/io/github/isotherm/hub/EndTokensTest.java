package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a completion, by each file that may say so. */
class EndTokensTest {
    private static final String TOKENIZER = "{\"added_tokens\":[{\"id\":1,\"content\":\"</s>\",\"special\":true},"
            + "{\"id\":2,\"content\":\"<|im_end|>\",\"special\":true},"
            + "{\"id\":3,\"content\":\"<end>\",\"special\":false}],"
            + "\"model\":{\"vocab\":{\"a\":0,\"</s>\":1,\"<|im_end|>\":2,\"<end>\":3,\"<eos>\":4}}}";

    @TempDir
    Path folder;

    @BeforeEach
    void aGraph() throws IOException {
        write("model.onnx", "");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private EndToken end(int id, String... files) {
        return new EndToken(id, Stream.of(files).map(folder::resolve).toList());
    }

    private List<EndToken> ends() {
        return ModelFolder.open(folder).ends();
    }

    @Test
    void theTokenizersOwnEndCountsBesideTheConfigurations() throws IOException {
        write("tokenizer.json", TOKENIZER);
        write("generation_config.json", "{\"eos_token_id\":[7,2]}");
        write("tokenizer_config.json", "{\"eos_token\":{\"content\":\"</s>\"}}");
        assertThat(ends())
                .containsExactly(
                        end(7, "generation_config.json"),
                        end(2, "generation_config.json"),
                        end(1, "tokenizer_config.json"));
        write("tokenizer_config.json", "{\"eos_token\":\"<|im_end|>\"}");
        assertThat(ends())
                .containsExactly(
                        end(7, "generation_config.json"), end(2, "generation_config.json", "tokenizer_config.json"));
    }

    @Test
    void anEndKnownOnlyToTheTokenizersFilesIsFound() throws IOException {
        write("special_tokens_map.json", "{\"eos_token\":\"<|im_end|>\"}");
        assertThat(ends()).as("no tokenizer knows its id").isEmpty();
        write("tokenizer.json", TOKENIZER);
        assertThat(ends()).containsExactly(end(2, "special_tokens_map.json"));
        write("tokenizer_config.json", "{\"eos_token\":\"<eos>\"}");
        assertThat(ends()).as("an ordinary token of the model").containsExactly(end(4, "tokenizer_config.json"));
        write(
                "tokenizer_config.json",
                "{\"eos_token\":\"<new>\",\"added_tokens_decoder\":{\"9\":{\"content\":\"<new>\"}}}");
        assertThat(ends())
                .as("the next id, as transformers 5.24 has it")
                .containsExactly(end(5, "tokenizer_config.json"));
        write("config.json", "{\"eos_token_id\":9}");
        assertThat(ends()).containsExactly(end(9, "config.json", "tokenizer_config.json"));
    }

    private DroppedEnds dropped(String file, String counting, Integer... ids) {
        return new DroppedEnds(List.of(ids), folder.resolve(file), folder.resolve(counting));
    }

    @Test
    void whatOnlyAFileNamesThatDoesNotCountIsDropped() throws IOException {
        write("tokenizer.json", TOKENIZER);
        write("config.json", "{\"eos_token_id\":[7,5,6],\"text_config\":{\"eos_token_id\":[9,5]}}");
        assertThat(ModelFolder.open(folder).droppedEnds())
                .as("one file counts whole")
                .isEmpty();
        write("genai_config.json", "{\"model\":{\"eos_token_id\":[7,8,8]}}");
        assertThat(ModelFolder.open(folder).droppedEnds())
                .containsExactly(dropped("config.json", "genai_config.json", 5, 6, 9));
        write("generation_config.json", "{\"eos_token_id\":5}");
        write("tokenizer_config.json", "{\"eos_token\":{\"content\":\"</s>\"}}");
        write("config.json", "{\"eos_token_id\":[1,5]}");
        assertThat(ModelFolder.open(folder).droppedEnds())
                .as("the tokenizer's end is no dropped one")
                .containsExactly(dropped("genai_config.json", "generation_config.json", 7, 8));
        write("genai_config.json", "{\"model\":{\"eos_token_id\":\"</s>\"}}");
        assertThat(ModelFolder.open(folder).droppedEnds())
                .as("what does not count need not be well formed")
                .isEmpty();
    }

    @Test
    void specialTokensByUsualNamesEndWhereNothingIsSaid() throws IOException {
        write("tokenizer.json", TOKENIZER);
        assertThat(ends()).containsExactly(end(1, "tokenizer.json"), end(2, "tokenizer.json"));
        write("config.json", "{\"eos_token_id\":0}");
        assertThat(ends()).containsExactly(end(0, "config.json"));
    }

    @Test
    void whatIsNoTextIsNoNameOfAnEnd() throws IOException {
        write("tokenizer.json", TOKENIZER);
        write("config.json", "{\"eos_token_id\":2}");
        for (String value : List.of("false", "1", "[\"</s>\"]", "{\"content\":true}", "{}")) {
            write("tokenizer_config.json", "{\"eos_token\":" + value + "}");
            assertThat(ends()).as(value).containsExactly(end(2, "config.json"));
            assertThat(ModelFolder.open(folder).specialTokens()).as(value).isEmpty();
        }
    }

    @Test
    void aTokenizerThatCannotBeReadNamesNone() throws IOException {
        write("tokenizer.json", "{");
        assertThat(ends()).isEmpty();
        write("tokenizer_config.json", "{\"eos_token\":\"</s>\"}");
        assertThat(ends()).isEmpty();
    }
}

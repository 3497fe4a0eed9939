package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TextCodec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a tokenizer wants a token before a prompt, a raw prompt has it once, and a conversation has what its template wrote. */
class PromptBeginningTest {
    private static final int BOS = 2;

    /** Bytes, with a begin-of-sequence token before prompts. */
    private static final class CodecWithBos implements TextCodec {
        private final ByteCodec bytes = new ByteCodec();

        @Override
        public int[] encode(String text) {
            return bytes.encode(text);
        }

        @Override
        public int[] encodePrompt(String text) {
            return IntStream.concat(IntStream.of(BOS), IntStream.of(encode(text)))
                    .toArray();
        }

        @Override
        public String decode(int[] ids) {
            return bytes.decode(Arrays.stream(ids).filter(id -> id != BOS).toArray());
        }
    }

    private final ScriptedModel scripted = ScriptedModel.saying(ByteCodec.SIZE, 0, 0);
    private final LocalModel model = Models.over(scripted, new CodecWithBos());

    private List<Integer> read() {
        return scripted.fed.stream().flatMapToInt(Arrays::stream).boxed().toList();
    }

    private static List<Integer> bytes(String text) {
        return Arrays.stream(new ByteCodec().encode(text)).boxed().toList();
    }

    @Test
    void aRawPromptBeginsWithIt() {
        model.complete("hi", CompletionOptions.defaults().maxTokens(1));
        assertThat(read()).startsWith(BOS).endsWith('h' + 0, 'i' + 0).hasSize(3);
    }

    @Test
    void aLanguageModelsPromptBeginsWithIt() {
        IsothermLanguageModel.builder().model(model).maxOutputTokens(1).build().generate("hi");
        assertThat(read()).containsExactly(BOS, (int) 'h', (int) 'i');
    }

    @Test
    void aConversationHasWhatItsTemplateWrote() {
        IsothermChatModel.builder().model(model).maxOutputTokens(1).build().chat(UserMessage.from("hi"));
        assertThat(read()).isEqualTo(bytes("[user] hi\n[assistant] "));
    }

    @Test
    void aWordToScoreDoesNot() {
        assertThat(model.word("day").ids()).isEqualTo(bytes(" day"));
    }
}

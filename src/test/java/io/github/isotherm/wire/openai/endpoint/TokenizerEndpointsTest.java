package io.github.isotherm.wire.openai.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.wire.openai.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes as tokens; a 2 stands before a prompt, and NUL ends one. */
class TokenizerEndpointsTest {
    private static final String TEMPLATE =
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}{% if tools %}[{{ tools | length }}]{% endif %}"
                    + "{% if add_generation_prompt %}<assistant>{% endif %}{{ mood }}";

    private final LocalModel model = model(ChatFormat.of(TEMPLATE, Map.of("eos_token", "</s>", "bos_token", "<s>")));

    private static LocalModel model(@Nullable ChatFormat format) {
        TextCodec codec = new TextCodec() {
            private final ByteCodec bytes = new ByteCodec();

            @Override
            public int[] encode(String text) {
                return bytes.encode(text);
            }

            @Override
            public int[] encodePrompt(String text) {
                return bytes.encode('\2' + text);
            }

            @Override
            public String decode(int[] ids) {
                return bytes.decode(ids);
            }
        };
        return LocalModel.of(new ModelParts(
                "bytes",
                ScriptedModel.saying(ByteCodec.SIZE, 1, 'a'),
                codec,
                new ByteVocabulary(),
                SamplingSettings.NONE,
                List.of(0),
                format));
    }

    private RecordedExchange ask(String path, String json) {
        return RecordedExchange.post(json).to(endpoint(path, model));
    }

    private static Endpoint endpoint(String path, LocalModel of) {
        Models models = (name, exchange) -> new ServedModel("bytes", of);
        return switch (path) {
            case "/tokenize" -> new TokenizeEndpoint(models);
            case "/detokenize" -> new DetokenizeEndpoint(models);
            case "/tokenizer_info" -> new TokenizerInfoEndpoint(models);
            default -> new ApplyTemplateEndpoint(models);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/tokenize|{'prompt':'ab','add_special_tokens':false}|{\"tokens\":[97,98],\"count\":2,\"max_model_len\":1000}",
                "/tokenize|{'content':'ab'}|{\"tokens\":[2,97,98],\"count\":3,\"max_model_len\":1000}",
                "/tokenize|{'model':'bytes','prompt':'','add_special_tokens':false}|{\"tokens\":[],\"count\":0,\"max_model_len\":1000}",
                "/detokenize|{'tokens':[97,98]}|{\"prompt\":\"ab\"}",
                "/detokenize|{'tokens':[]}|{\"prompt\":\"\"}",
                "/detokenize|{'tokens':[97,0]}|{\"prompt\":\"a\\u0000\"}",
                "/apply-template|{'messages':[{'role':'user','content':'hi'}]}|{\"prompt\":\"<user>hi<assistant>\"}",
                "/apply-template|{'messages':[{'role':'user','content':'hi'}],'add_generation_prompt':false}|{\"prompt\":\"<user>hi\"}",
                "/apply-template|{'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function'}],"
                        + "'chat_template_kwargs':{'mood':'!'}}|{\"prompt\":\"<user>hi[1]<assistant>!\"}"
            })
    void answers(String path, String json, String answer) {
        assertThat(ask(path, json).replied()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/tokenize|{}|prompt",
                "/tokenize|{'prompt':7}|prompt",
                "/tokenize|{'prompt':'a','content':'a'}|content",
                "/tokenize|{'prompt':'a','add_special_tokens':1}|add_special_tokens",
                "/tokenize|{'prompt':'a','messages':[]}|messages",
                "/detokenize|{}|tokens",
                "/detokenize|{'tokens':'a'}|tokens",
                "/detokenize|{'tokens':[256]}|tokens",
                "/detokenize|{'tokens':[1],'prompt':'a'}|prompt",
                "/apply-template|{}|messages",
                "/apply-template|{'messages':[]}|messages",
                "/apply-template|{'messages':['a']}|messages[0]",
                "/apply-template|{'messages':[{'role':'user','content':'a'}],'tools':{}}|tools",
                "/apply-template|{'messages':[{'role':'user','content':'a'}],'chat_template_kwargs':3}|chat_template_kwargs",
                "/apply-template|{'messages':[{'role':'user','content':'a'}],'n':3}|n"
            })
    void namesTheFieldThatIsWrong(String path, String json, String param) {
        assertThat(ask(path, json).failure)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.param()).isEqualTo(param));
    }

    @Test
    void tellsTheTokensThatBeginAndEndATextAndTheTemplate() {
        assertThat(new RecordedExchange("GET", "")
                        .to(endpoint("/tokenizer_info", model))
                        .replied())
                .startsWith("{\"eos_token\":\"</s>\",\"bos_token\":\"<s>\",\"chat_template\":\"{% for m in messages")
                .endsWith(",\"max_model_len\":1000}");
        try (LocalModel plain = model(null)) {
            assertThat(new RecordedExchange("GET", "")
                            .to(endpoint("/tokenizer_info", plain))
                            .replied())
                    .isEqualTo(
                            "{\"eos_token\":\"\\u0000\",\"bos_token\":null,\"chat_template\":null,\"max_model_len\":1000}");
            assertThat(RecordedExchange.post("{'messages':[{'role':'user','content':'a'}]}")
                            .to(endpoint("/apply-template", plain))
                            .failure)
                    .isInstanceOf(ModelException.class);
        }
    }

    @Test
    void aTemplateEndsWithTheRequest() {
        try (LocalModel endless = model(ChatFormat.of(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", Map.of()))) {
            RecordedExchange exchange = RecordedExchange.post("{'messages':[{'role':'user','content':'a'}]}");
            exchange.cancellation().cancel();
            assertThat(exchange.to(endpoint("/apply-template", endless)).failure)
                    .isInstanceOf(CancelledException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTextOfAClientThatHasLeftIsNotEncoded(boolean special) {
        RecordedExchange exchange = RecordedExchange.post("{'prompt':'ab','add_special_tokens':" + special + "}");
        exchange.cancellation().cancel();
        assertThat(exchange.to(endpoint("/tokenize", model)).failure).isInstanceOf(CancelledException.class);
    }
}

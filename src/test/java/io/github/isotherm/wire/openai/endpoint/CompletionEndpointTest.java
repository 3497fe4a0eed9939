package io.github.isotherm.wire.openai.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.Patience;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.ByteVocabulary;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import io.github.isotherm.wire.openai.InvalidRequestException;
import io.github.isotherm.wire.openai.LogprobsMode;
import io.github.isotherm.wire.openai.OpenAiForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of bytes that likes the next letter best, and ends after z. */
class CompletionEndpointTest {
    private static final int CONTEXT = 200;

    private final ScriptedModel script =
            new ScriptedModel(ByteCodec.SIZE, CONTEXT, ids -> logits(ids.get(ids.size() - 1)));
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final LocalModel model = model(new ByteVocabulary());

    private static float[] logits(int last) {
        float[] logits = new float[ByteCodec.SIZE];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = -Math.abs(id - last - 1) / 2f;
        }
        logits[0] = last == 'z' ? 5 : -100;
        return logits;
    }

    private static double logprob(int last, int id) {
        double sum = 0;
        for (float logit : logits(last)) {
            sum += Math.exp(logit);
        }
        return logits(last)[id] - Math.log(sum);
    }

    private LocalModel model(Vocabulary vocabulary) {
        return LocalModel.of(
                new ModelParts("bytes", script, new ByteCodec(), vocabulary, SamplingSettings.NONE, List.of(0), null));
    }

    @AfterEach
    void close() {
        model.close();
        executor.shutdownNow();
    }

    private CompletionEndpoint endpoint(LocalModel of, LogprobsMode mode) {
        return new CompletionEndpoint(
                (name, exchange) -> new ServedModel("bytes", of),
                ProcessorCatalog.standard(),
                mode,
                executor,
                new AnswerIds(() -> "1", () -> Instant.ofEpochSecond(99)));
    }

    private RecordedExchange ask(String json) {
        return RecordedExchange.post(json).to(endpoint(model, LogprobsMode.RAW));
    }

    private JsonNode reply(String json) {
        RecordedExchange exchange = ask(json);
        JsonNode reply = OpenAiForm.completion(exchange.replied());
        assertThat(exchange.status).isEqualTo(200);
        return reply;
    }

    private JsonNode choice(String json) {
        JsonNode choices = reply(json).get("choices");
        assertThat(choices).hasSize(1);
        return choices.get(0);
    }

    private List<JsonNode> pieces(String json) {
        RecordedExchange exchange = ask(json);
        assertThat(exchange.failure).isNull();
        assertThat(exchange.ended).isTrue();
        return exchange.events.stream().map(OpenAiForm::completion).toList();
    }

    private InvalidRequestException refused(String json) {
        return (InvalidRequestException) ask(json).failure;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void anAnswerHasOpenAisForm() {
        JsonNode reply = reply("{'model':'bytes','prompt':'a','max_tokens':3,'temperature':0,'seed':7}");
        assertThat(reply.toString())
                .isEqualTo("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":99,\"model\":\"bytes\","
                        + "\"choices\":[{\"text\":\"bcd\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}],"
                        + "\"seed\":7,\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ab'", "['ab']", "[97,98]", "[[97,98]]"})
    void aPromptHasFourForms(String prompt) {
        JsonNode choice = choice("{'temperature':0,'max_tokens':2,'echo':true,'prompt':" + prompt + "}");
        assertThat(choice.get("text").asText()).isEqualTo("abcd");
    }

    @Test
    void severalPromptsHaveTheirChoicesInOrder() {
        JsonNode reply = reply("{'temperature':0,'max_tokens':2,'n':2,'prompt':['a','p','f']}");
        assertThat(reply.get("choices").findValuesAsText("index")).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(reply.get("choices").findValuesAsText("text")).containsExactly("bc", "bc", "qr", "qr", "gh", "gh");
        assertThat(reply.get("usage").get("prompt_tokens").asInt()).isEqualTo(3);
        assertThat(reply.get("usage").get("completion_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void morePromptsThanMayWaitAreAnsweredOneAfterTheOther() {
        StringBuilder prompts = new StringBuilder("'a'");
        for (int i = 1; i < 700; i++) {
            prompts.append(",'a'");
        }
        assertThat(reply("{'temperature':0,'max_tokens':1,'prompt':[" + prompts + "]}")
                        .get("choices"))
                .hasSize(700);
        assertThat(reply("{'max_tokens':0,'prompt':[" + prompts + "]}").get("choices"))
                .hasSize(700);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "''|prompt|invalid_value",
                "[]|prompt|invalid_value",
                "['a','']|prompt[1]|invalid_value",
                "[[]]|prompt[0]|invalid_value",
                "[[97],[]]|prompt[1]|invalid_value",
                "[97,'a']|prompt[1]|invalid_type",
                "['a',97]|prompt[1]|invalid_type",
                "[97.5]|prompt[0]|invalid_type",
                "[[256]]|prompt[0]|invalid_value",
                "[-1]|prompt|invalid_value",
                "{}|prompt|invalid_type",
                "null|prompt|missing_required_parameter"
            })
    void namesThePromptThatIsWrong(String prompt, String param, String code) {
        InvalidRequestException error = refused("{'prompt':" + prompt + "}");
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'suffix':'.'|suffix|unsupported_parameter",
                "'max_tokens':-1|max_tokens|invalid_value",
                "'n':0|n|invalid_value",
                "'n':129|n|invalid_value",
                "'logprobs':-1|logprobs|invalid_value",
                "'logprobs':101|logprobs|invalid_value",
                "'logprobs':true|logprobs|invalid_type",
                "'logprobs_mode':'both'|logprobs_mode|invalid_value",
                "'best_of':2,'n':3|best_of|invalid_value",
                "'best_of':2,'stream':true|best_of|invalid_value",
                "'stream_options':{}|stream_options|invalid_value",
                "'echo':1|echo|invalid_type",
                "'max_tokens':0,'timeout':1|timeout|invalid_value",
                "'messages':[]|messages|unknown_parameter"
            })
    void namesTheFieldThatIsWrong(String field, String param, String code) {
        InvalidRequestException error = refused("{'prompt':'a'," + field + "}");
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.code()).isEqualTo(code);
    }

    @Test
    void whatMakesAnAnswerTooLargeIsRefused() {
        String prompts = "'a'" + ",'a'".repeat(32);
        assertThat(refused("{'prompt':[" + prompts + "],'n':128}").param()).isEqualTo("prompt");
        assertThat(refused("{'prompt':['a','a'],'n':128,'logprobs':50,'max_tokens':190}")
                        .param())
                .isEqualTo("logprobs");
        assertThat(refused("{'prompt':[" + "'a',".repeat(2048) + "'a']}").param())
                .isEqualTo("prompt");
    }

    @Test
    void whatMeansSomethingToOpenAiAloneIsTaken() {
        choice("{'prompt':'a','user':'u','store':true,'metadata':{},'service_tier':'auto','safety_identifier':'s',"
                + "'prompt_cache_key':'k'}");
    }

    @Test
    void sixteenTokensWhereNothingIsSaid() {
        assertThat(choice("{'prompt':'a','temperature':0}").get("text").asText())
                .isEqualTo("bcdefghijklmnopq");
    }

    @Test
    void aPromptThatDoesNotFitIsRefusedBeforeTheAnswerBegins() {
        String longest = "a".repeat(CONTEXT - 1);
        assertThat(ask("{'stream':true,'prompt':'a" + longest + "'}").failure)
                .isInstanceOf(ContextLengthException.class);
        assertThat(choice("{'prompt':'" + longest + "'}").get("text").asText()).hasSize(1);
        assertThat(choice("{'max_tokens':0,'logprobs':0,'echo':true,'prompt':'a" + longest + "'}")
                        .get("logprobs")
                        .get("tokens"))
                .hasSize(CONTEXT);
        assertThat(ask("{'max_tokens':0,'prompt':'aa" + longest + "'}").failure)
                .isInstanceOf(ContextLengthException.class);
    }

    @Test
    void echoWithLogprobsTellsThePromptsInTheLegacyShape() {
        JsonNode logprobs = choice("{'prompt':'acb','max_tokens':1,'logprobs':2,'echo':true,'temperature':0}")
                .get("logprobs");
        assertThat(texts(logprobs.get("tokens"))).containsExactly("a", "c", "b", "c");
        assertThat(texts(logprobs.get("text_offset"))).containsExactly("0", "1", "2", "3");
        assertThat(logprobs.get("token_logprobs").get(0).isNull()).isTrue();
        assertThat(logprobs.get("top_logprobs").get(0).isNull()).isTrue();
        int[] ids = {'a', 'c', 'b', 'c'};
        for (int i = 1; i < ids.length; i++) {
            double own = logprobs.get("token_logprobs").get(i).asDouble();
            assertThat(own).isCloseTo(logprob(ids[i - 1], ids[i]), within(1e-12));
            JsonNode top = logprobs.get("top_logprobs").get(i);
            assertThat(top.get(Character.toString(ids[i])).asDouble()).isEqualTo(own);
            assertThat(top.get(Character.toString(ids[i - 1] + 1)).asDouble())
                    .isCloseTo(logprob(ids[i - 1], ids[i - 1] + 1), within(1e-12));
        }
        // b is likelier after a than c; a and c are as likely after it, and the lower id comes first.
        assertThat(logprobs.get("top_logprobs").get(1).fieldNames())
                .toIterable()
                .containsExactly("b", "a", "c");
    }

    /** What lm-eval asks, and how it reads the answer. */
    @ParameterizedTest
    @ValueSource(ints = {'d', 'z'})
    void lmEvalFindsTheScoresOfAContinuation(int last) {
        int[] ids = {'a', 'b', 'c', 'x', last};
        int context = 2;
        JsonNode logprobs = choice("{'model':'m','prompt':[[97,98,99,120," + last + "]],'temperature':0,'max_tokens':1,"
                        + "'logprobs':1,'seed':1234,'echo':true}")
                .get("logprobs");
        JsonNode tokens = logprobs.get("token_logprobs");
        assertThat(tokens).hasSize(ids.length + 1);
        double sum = 0;
        double expected = 0;
        List<Boolean> greedy = new ArrayList<>();
        for (int i = context; i < tokens.size() - 1; i++) {
            sum += tokens.get(i).asDouble();
            expected += logprob(ids[i - 1], ids[i]);
            double most = StreamSupport.stream(
                            logprobs.get("top_logprobs").get(i).spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .max()
                    .orElseThrow();
            greedy.add(tokens.get(i).asDouble() == most);
        }
        assertThat(sum).isCloseTo(expected, within(1e-9));
        assertThat(greedy).containsExactly(true, false, false);
    }

    @Test
    void theTokenThatEndsATextHasItsLogprobToo() {
        JsonNode choice = choice("{'prompt':'y','temperature':0,'logprobs':0}");
        assertThat(choice.get("text").asText()).isEqualTo("z");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.get("logprobs").get("tokens")).hasSize(2);
        assertThat(choice.get("logprobs").get("token_logprobs").get(1).asDouble())
                .isCloseTo(logprob('z', 0), within(1e-12));
        assertThat(texts(choice.get("logprobs").get("text_offset"))).containsExactly("0", "1");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 3", "100, 100"})
    void logprobsAreNotDroppedAndAsManyAsAsked(int asked, int told) {
        JsonNode logprobs = choice("{'prompt':'a','temperature':0,'max_tokens':2,'logprobs':" + asked + "}")
                .get("logprobs");
        assertThat(logprobs.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("tokens", "token_logprobs", "top_logprobs", "text_offset");
        assertThat(logprobs.get("top_logprobs").get(0)).hasSize(told);
        assertThat(logprobs.get("token_logprobs").get(1).asDouble()).isCloseTo(logprob('b', 'c'), within(1e-12));
    }

    @Test
    void logprobsAreTheModelsOrThoseOfTheDrawAsAsked() {
        String asked = "{'prompt':'a','max_tokens':1,'logprobs':2,'temperature':0.5,'top_k':1";
        double raw = logprob('a', 'b');
        assertThat(own(choice(asked + "}"))).isCloseTo(raw, within(1e-12));
        assertThat(own(choice(asked + ",'logprobs_mode':'processed'}"))).isEqualTo(0);
        JsonNode top = choice(asked + ",'logprobs_mode':'processed'}")
                .get("logprobs")
                .get("top_logprobs")
                .get(0);
        assertThat(top.fieldNames()).toIterable().containsExactly("b");
        JsonNode byServer = OpenAiForm.completion(RecordedExchange.post(asked + "}")
                .to(endpoint(model, LogprobsMode.PROCESSED))
                .replied());
        assertThat(own(byServer.get("choices").get(0))).isEqualTo(0);
    }

    private static double own(JsonNode choice) {
        return choice.get("logprobs").get("token_logprobs").get(0).asDouble();
    }

    @Test
    void tokensOfTheSameTextAreKeptApart() {
        Vocabulary plain = new ByteVocabulary();
        Vocabulary twice = new Vocabulary() {
            @Override
            public int size() {
                return plain.size();
            }

            @Override
            public byte[] bytes(int id) {
                return plain.bytes(id == 'c' ? 'b' : id);
            }

            @Override
            public String text(int id) {
                return plain.text(id);
            }

            @Override
            public boolean isSpecial(int id) {
                return plain.isSpecial(id);
            }
        };
        try (LocalModel other = model(twice)) {
            RecordedExchange exchange = RecordedExchange.post(
                            "{'prompt':[97],'max_tokens':1,'logprobs':3,'temperature':0}")
                    .to(endpoint(other, LogprobsMode.RAW));
            JsonNode top = OpenAiForm.completion(exchange.replied())
                    .get("choices")
                    .get(0)
                    .get("logprobs")
                    .get("top_logprobs")
                    .get(0);
            assertThat(top.fieldNames()).toIterable().containsExactly("b", "a", "token_id:99");
            assertThat(top.get("token_id:99").asDouble()).isCloseTo(logprob('a', 'c'), within(1e-12));
        }
    }

    @Test
    void bytesInsideACharacterAreNamedAndHaveItsPlace() {
        JsonNode logprobs = choice("{'prompt':'é1','max_tokens':0,'logprobs':0,'echo':true}")
                .get("logprobs");
        assertThat(texts(logprobs.get("tokens"))).containsExactly("bytes:\\xc3", "bytes:\\xa9", "1");
        assertThat(texts(logprobs.get("text_offset"))).containsExactly("0", "0", "1");
    }

    @Test
    void noTokenIsAnAnswerThatScores() {
        JsonNode reply = reply("{'prompt':'abc','max_tokens':0,'logprobs':1,'echo':true}");
        JsonNode choice = reply.get("choices").get(0);
        assertThat(choice.get("text").asText()).isEqualTo("abc");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
        assertThat(choice.get("logprobs").get("token_logprobs")).hasSize(3);
        assertThat(reply.get("usage").get("completion_tokens").asInt()).isZero();
        assertThat(choice("{'prompt':'abc','max_tokens':0,'logprobs':1}")
                        .get("logprobs")
                        .get("tokens"))
                .isEmpty();
    }

    @Test
    void samplesAreOfOneSeedAndEachIsReproduced() {
        String asked = "'prompt':'a','temperature':9,'max_tokens':8,'seed':5";
        List<String> three = texts3("{" + asked + ",'n':3}");
        assertThat(three).doesNotHaveDuplicates();
        assertThat(texts3("{" + asked + "}")).containsExactly(three.get(0));
        assertThat(texts3("{" + asked + ",'n':2}")).containsExactly(three.get(0), three.get(1));
        assertThat(reply("{'prompt':'a'}").get("seed").asLong()).isBetween(0L, (1L << 53) - 1);
    }

    private List<String> texts3(String json) {
        return reply(json).get("choices").findValuesAsText("text");
    }

    @Test
    void theBestHaveTheGreatestMeanLogprob() {
        String asked = "'prompt':'a','temperature':3,'max_tokens':6,'seed':3,'logprobs':0";
        JsonNode all = reply("{" + asked + ",'n':6}").get("choices");
        List<JsonNode> ranked = new ArrayList<>();
        all.forEach(ranked::add);
        ranked.sort((one, other) -> Double.compare(mean(other), mean(one)));
        JsonNode reply = reply("{" + asked + ",'n':2,'best_of':6}");
        assertThat(reply.get("choices").findValuesAsText("text"))
                .containsExactly(
                        ranked.get(0).get("text").asText(),
                        ranked.get(1).get("text").asText());
        assertThat(reply.get("usage").get("completion_tokens").asInt()).isEqualTo(36);
    }

    private static double mean(JsonNode choice) {
        return StreamSupport.stream(choice.get("logprobs").get("token_logprobs").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .average()
                .orElseThrow();
    }

    @Test
    void piecesTogetherAreTheWholeAnswer() {
        String asked = "'prompt':['ab','é'],'n':2,'temperature':2,'seed':1,'max_tokens':9,'logprobs':2,'echo':true";
        JsonNode whole = reply("{" + asked + "}");
        List<JsonNode> pieces = pieces("{" + asked + ",'stream':true}");
        for (int index = 0; index < 4; index++) {
            StringBuilder text = new StringBuilder();
            List<String> offsets = new ArrayList<>();
            List<String> logprobs = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            for (JsonNode piece : pieces) {
                JsonNode choice = piece.get("choices").get(0);
                if (choice.get("index").asInt() == index) {
                    text.append(choice.get("text").asText());
                    offsets.addAll(texts(choice.get("logprobs").get("text_offset")));
                    logprobs.addAll(texts(choice.get("logprobs").get("token_logprobs")));
                    reasons.add(choice.get("finish_reason").asText());
                }
            }
            JsonNode choice = whole.get("choices").get(index);
            assertThat(text.toString()).isEqualTo(choice.get("text").asText());
            assertThat(offsets).isEqualTo(texts(choice.get("logprobs").get("text_offset")));
            assertThat(logprobs).isEqualTo(texts(choice.get("logprobs").get("token_logprobs")));
            assertThat(reasons.get(reasons.size() - 1))
                    .isEqualTo(choice.get("finish_reason").asText());
            assertThat(reasons.subList(0, reasons.size() - 1)).containsOnly("null");
        }
    }

    @Test
    void usageComesOnceAndLastAndIsNullElsewhere() {
        List<JsonNode> pieces = pieces("{'prompt':'a','temperature':0,'max_tokens':3,'stream':true,"
                + "'stream_options':{'include_usage':true}}");
        assertThat(pieces).hasSize(5);
        for (JsonNode piece : pieces.subList(0, 4)) {
            assertThat(piece.get("usage").isNull()).isTrue();
            assertThat(piece.get("choices")).hasSize(1);
        }
        JsonNode last = pieces.get(4);
        assertThat(last.get("choices")).isEmpty();
        assertThat(last.get("usage").toString())
                .isEqualTo("{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'stream_options':{}", ",'stream_options':{'include_usage':false}"})
    void usageIsAbsentUnlessAskedFor(String options) {
        List<JsonNode> pieces = pieces("{'prompt':'a','temperature':0,'max_tokens':3,'stream':true" + options + "}");
        assertThat(pieces)
                .hasSize(4)
                .allSatisfy(piece -> assertThat(piece.has("usage")).isFalse());
    }

    @Test
    void aStopStringIsNeverSentNotInPartEither() {
        List<JsonNode> pieces =
                pieces("{'prompt':'a','temperature':0,'stop':['efg','xyz'],'stream':true,'logprobs':0}");
        StringBuilder text = new StringBuilder();
        pieces.forEach(
                piece -> text.append(piece.get("choices").get(0).get("text").asText()));
        assertThat(text.toString()).isEqualTo("bcd");
        assertThat(pieces.get(pieces.size() - 1)
                        .get("choices")
                        .get(0)
                        .get("finish_reason")
                        .asText())
                .isEqualTo("stop");
    }

    @Test
    void aClientThatLeavesEndsTheWork() {
        RecordedExchange exchange =
                RecordedExchange.post("{'prompt':['a','b'],'max_tokens':150,'stop_token_ids':[],'stream':true,'n':2}");
        exchange.onEvent = event -> {
            exchange.cancellation().cancel();
            throw new CancelledException();
        };
        // The model is quick, and may be ahead of whoever receives.
        script.inRun = () -> {
            if (script.runs.size() > 20) {
                Patience.until(exchange.cancellation()::isCancelled);
            }
        };
        assertThat(exchange.to(endpoint(model, LogprobsMode.RAW)).failure).isInstanceOf(CancelledException.class);
        RecordedExchange whole = RecordedExchange.post("{'prompt':'a','max_tokens':150,'temperature':0}");
        script.inRun = () -> whole.cancellation().cancel();
        assertThat(whole.to(endpoint(model, LogprobsMode.RAW)).failure).isInstanceOf(CancelledException.class);
        assertThat(script.runs).hasSizeLessThan(60);
    }

    @Test
    void aModelWithoutATokenizerAnswersIds() {
        try (LocalModel bare =
                LocalModel.of(new ModelParts("ids", script, null, null, SamplingSettings.NONE, List.of(0), null))) {
            RecordedExchange exchange = RecordedExchange.post(
                            "{'prompt':[97,98],'max_tokens':1,'logprobs':0,'temperature':0,'echo':true}")
                    .to(endpoint(bare, LogprobsMode.RAW));
            JsonNode logprobs = OpenAiForm.completion(exchange.replied())
                    .get("choices")
                    .get(0)
                    .get("logprobs");
            assertThat(texts(logprobs.get("tokens"))).containsExactly("token_id:97", "token_id:98", "token_id:99");
        }
    }
}

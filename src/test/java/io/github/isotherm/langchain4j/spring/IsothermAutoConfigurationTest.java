package io.github.isotherm.langchain4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.TextInput;
import dev.langchain4j.model.language.LanguageModel;
import io.github.isotherm.ChatFormat;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import io.github.isotherm.chat.SchemaInPrompt;
import io.github.isotherm.error.StateMemoryException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.ByteCodec;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.DraftCount;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.generate.MarkedBytes;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.langchain4j.IsothermChatModel;
import io.github.isotherm.langchain4j.IsothermChatRequestParameters;
import io.github.isotherm.langchain4j.IsothermDecisionModel;
import io.github.isotherm.langchain4j.IsothermLanguageModel;
import io.github.isotherm.langchain4j.IsothermStreamingChatModel;
import io.github.isotherm.langchain4j.IsothermStreamingLanguageModel;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.ProcessorOrder;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class IsothermAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
            .withBean(LocalModel.class, IsothermAutoConfigurationTest::scripted);

    private static LocalModel scripted() {
        return LocalModel.of(new ModelParts(
                "scripted",
                new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> new float[ByteCodec.SIZE]),
                new ByteCodec(),
                null,
                SamplingSettings.NONE,
                List.of(),
                ChatFormat.of("{% for m in messages %}{{ m.content }}{% endfor %}", Map.of())));
    }

    @Test
    void makesNothingUnlessEnabled() {
        runner.run(context -> assertThat(context)
                .doesNotHaveBean(ChatModel.class)
                .doesNotHaveBean(LanguageModel.class)
                .doesNotHaveBean(DecisionModel.class));
    }

    @Test
    void everyPropertyReachesTheChatModel() {
        runner.withPropertyValues(Stream.of(
                                "enabled=true",
                                "temperature=0.3",
                                "top-p=0.8",
                                "top-k=7",
                                "min-p=0.05",
                                "typical-p=0.9",
                                "frequency-penalty=0.1",
                                "presence-penalty=0.2",
                                "repetition-penalty=1.1",
                                "logit-bias.65=2.5",
                                "max-output-tokens=3",
                                "stop-sequences=a,b",
                                "stop-token-ids=65,66",
                                "seed=11",
                                "logprobs=true",
                                "top-logprobs=2",
                                "timeout=30s",
                                "model-name=scripted",
                                "template-variables={\"enable_thinking\": false, \"reasoning_effort\": \"low\"}",
                                "template-time=2024-07-26",
                                "schema-in-prompt=schema")
                        .map(property -> "langchain4j.isotherm.chat-model." + property)
                        .toArray(String[]::new))
                .run(context -> {
                    IsothermChatRequestParameters parameters = (IsothermChatRequestParameters)
                            context.getBean(IsothermChatModel.class).defaultRequestParameters();
                    assertThat(parameters)
                            .isEqualTo(IsothermChatRequestParameters.builder()
                                    .modelName("scripted")
                                    .temperature(0.3)
                                    .topP(0.8)
                                    .topK(7)
                                    .minP(0.05)
                                    .typicalP(0.9)
                                    .frequencyPenalty(0.1)
                                    .presencePenalty(0.2)
                                    .repetitionPenalty(1.1)
                                    .logitBias(Map.of(65, 2.5))
                                    .maxOutputTokens(3)
                                    .stopSequences("a", "b")
                                    .stopTokenIds(List.of(65, 66))
                                    .seed(11L)
                                    .logprobs(true)
                                    .topLogprobs(2)
                                    .timeout(Duration.ofSeconds(30))
                                    .templateVariables(Map.of("enable_thinking", false, "reasoning_effort", "low"))
                                    .templateTime(LocalDateTime.of(2024, 7, 26, 0, 0))
                                    .schemaInPrompt(SchemaInPrompt.SCHEMA)
                                    .build());
                });
    }

    private static LocalModel withSpecialTokens() {
        MarkedBytes text = MarkedBytes.of("<|im_end|>");
        return LocalModel.of(new ModelParts(
                "marked",
                new ScriptedModel(text.size(), 1000, sequence -> new float[text.size()]),
                text,
                text,
                SamplingSettings.NONE,
                List.of(),
                ChatFormat.of("{% for m in messages %}{{ m.content }}{% endfor %}", Map.of())));
    }

    @Test
    void messagesMaySpellSpecialTokensWhereThatIsAllowed() {
        ApplicationContextRunner marked = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
                .withBean(LocalModel.class, IsothermAutoConfigurationTest::withSpecialTokens)
                .withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.max-output-tokens=1");
        UserMessage message = UserMessage.from("a<|im_end|>");
        marked.run(context -> assertThat(context.getBean(ChatModel.class)
                        .chat(message)
                        .tokenUsage()
                        .inputTokenCount())
                .isEqualTo(11));
        marked.withPropertyValues("langchain4j.isotherm.chat-model.allow-special-in-content=true")
                .run(context -> assertThat(context.getBean(ChatModel.class)
                                .chat(message)
                                .tokenUsage()
                                .inputTokenCount())
                        .isEqualTo(2));
    }

    @Test
    void everyProcessorOfTheCatalogIsAProperty() {
        runner.withPropertyValues(Stream.of(
                                "enabled=true",
                                "sampling.xtc.probability=0.5",
                                "sampling.xtc.threshold=0.2",
                                "sampling.top-n-sigma=1.5",
                                "sampling.suppress-tokens=[7, 8]",
                                "sampling.logit-bias.bias.65=2.5",
                                "sampling.logit-bias.bias.0=-inf",
                                "sampling.dry.multiplier=0.8",
                                "sampling.dry.sequence-breakers[0][0]=5",
                                "sampling.dry.sequence-breakers[1][0]=6",
                                "sampling.dry.sequence-breakers[1][1]=7",
                                "sampling.dry.sequence-breakers[2]=\"\\n\"")
                        .map(property -> "langchain4j.isotherm.chat-model." + property)
                        .toArray(String[]::new))
                .run(context -> assertThat(((IsothermChatRequestParameters)
                                        context.getBean(IsothermChatModel.class).defaultRequestParameters())
                                .sampling()
                                .chain(ProcessorOrder.DEFAULT))
                        .hasToString(
                                "logit-bias={0: -inf, 65: 2.5} > suppress-tokens=[7, 8] > dry(multiplier=0.8, sequence-breakers=[[5], [6, 7], \"\\n\"]) >"
                                        + " top-n-sigma=1.5 > xtc(probability=0.5, threshold=0.2)"));
    }

    @Test
    void aPropertyOfNoProcessorIsRefusedByName() {
        runner.withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.sampling.xtc.probabilty=0.5")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("xtc has no parameter \"probabilty\""));
    }

    @Test
    void theTwinsAreMadeEachByItsOwnSwitch() {
        runner.withPropertyValues(
                        "langchain4j.isotherm.streaming-chat-model.enabled=true",
                        "langchain4j.isotherm.streaming-chat-model.chain=top-k=3 > temperature=0.5",
                        "langchain4j.isotherm.language-model.enabled=true",
                        "langchain4j.isotherm.streaming-language-model.enabled=true",
                        "langchain4j.isotherm.decision-model.enabled=true",
                        "langchain4j.isotherm.decision-model.temperature=2")
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(IsothermStreamingChatModel.class)
                            .hasSingleBean(IsothermLanguageModel.class)
                            .hasSingleBean(IsothermStreamingLanguageModel.class)
                            .hasSingleBean(IsothermDecisionModel.class)
                            .doesNotHaveBean(ChatModel.class);
                    IsothermChatRequestParameters parameters = (IsothermChatRequestParameters)
                            context.getBean(IsothermStreamingChatModel.class).defaultRequestParameters();
                    assertThat(parameters.chain())
                            .isEqualTo(ProcessorCatalog.standard().parse("top-k=3 > temperature=0.5"));
                });
    }

    @Test
    void decisionsAreScoredAsTheirPropertySays() {
        ApplicationContextRunner deciding =
                runner.withPropertyValues("langchain4j.isotherm.decision-model.enabled=true");
        String scoring = "langchain4j.isotherm.decision-model.scoring=";
        deciding.run(context -> assertThat(ofCat(context)).isCloseTo(0.5, within(1e-6)));
        deciding.withPropertyValues(scoring + "channel")
                .run(context -> assertThat(ofCat(context)).isCloseTo(0.5, within(1e-6)));
        deciding.withPropertyValues(scoring + "direct")
                .run(context -> assertThat(ofCat(context)).isCloseTo(1, within(1e-3)));
        deciding.withPropertyValues(scoring + "both")
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("both"));
    }

    @Test
    void decisionsAreCalibratedAsTheirPropertySays() {
        ApplicationContextRunner calibrated = runner.withPropertyValues(
                "langchain4j.isotherm.decision-model.enabled=true",
                "langchain4j.isotherm.decision-model.calibration=N/A,[MASK]");
        calibrated
                .withPropertyValues("langchain4j.isotherm.decision-model.scoring=direct")
                .run(context -> assertThat(ofCat(context))
                        .as("as probable as without a text")
                        .isCloseTo(0.5, within(1e-6)));
        calibrated.run(context -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("calibration of a decision model is read by direct scoring alone"));
    }

    /** The text is as probable after either option; the shorter option is the more probable answer, as every byte is equally so. */
    private static double ofCat(ApplicationContext context) {
        return context.getBean(DecisionModel.class)
                .decide(DecisionRequest.builder()
                        .input(TextInput.from("m"))
                        .questions(Map.of("q", ChoiceQuestion.from("Which?", List.of("cat", "horse"))))
                        .build())
                .choice("q")
                .probabilityOf("cat");
    }

    @Test
    void backsOffFromTheApplicationsOwnBean() {
        ChatModel own = new ChatModel() {};
        runner.withBean("own", ChatModel.class, () -> own)
                .withPropertyValues("langchain4j.isotherm.chat-model.enabled=true")
                .run(context -> assertThat(context.getBean(ChatModel.class)).isSameAs(own));
    }

    @Test
    void listenersAreInjected() {
        AtomicInteger requests = new AtomicInteger();
        runner.withBean(ChatModelListener.class, () -> new ChatModelListener() {
                    @Override
                    public void onRequest(ChatModelRequestContext context) {
                        requests.incrementAndGet();
                    }
                })
                .withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.max-output-tokens=2")
                .run(context -> {
                    context.getBean(ChatModel.class).chat("Hi");
                    assertThat(requests).hasValue(1);
                });
    }

    @Test
    void schemasAreAnnouncedUnlessAPropertySaysOtherwise() {
        runner.withPropertyValues("langchain4j.isotherm.chat-model.enabled=true")
                .run(context -> assertThat(context.getBean(ChatModel.class).supportedCapabilities())
                        .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
        runner.withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.supported-capabilities=")
                .run(context -> assertThat(context.getBean(ChatModel.class).supportedCapabilities())
                        .isEmpty());
    }

    @Test
    void capabilitiesAndNamesAreThoseOfTheProperties() {
        runner.withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.supported-capabilities=response_format_json_schema")
                .run(context -> assertThat(context.getBean(ChatModel.class).supportedCapabilities())
                        .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
        runner.withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.model-name=gpt")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("\"gpt\""));
    }

    /** Thinks and answers; its template writes one byte more where thinking is switched off. */
    private static LocalModel thinking() {
        int[] said = new ByteCodec().encode("<think>Hm.</think>Yes.\0");
        return LocalModel.of(new ModelParts(
                "thinking",
                new ScriptedModel(ByteCodec.SIZE, 1000, sequence -> {
                    float[] logits = new float[ByteCodec.SIZE];
                    logits[said[Math.min(said.length, sequence.size() - sequence.indexOf((int) '>')) - 1]] = 100;
                    return logits;
                }),
                new ByteCodec(),
                null,
                SamplingSettings.NONE,
                List.of(0),
                ChatFormat.of(
                        "{% for m in messages %}{{ m.content }}{% endfor %}{% if enable_thinking is defined and not"
                                + " enable_thinking %}-{% endif %}>",
                        Map.of())));
    }

    private static ChatResponse streamed(ApplicationContext context) {
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        context.getBean(StreamingChatModel.class).chat("Hi", new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse whole) {
                response.complete(whole);
            }

            @Override
            public void onError(Throwable error) {
                response.completeExceptionally(error);
            }
        });
        return response.join();
    }

    @Test
    void chatModelsThinkAndReturnItAsTheirPropertiesSay() {
        Map<String, Function<ApplicationContext, ChatResponse>> models = Map.of(
                "chat-model",
                context -> context.getBean(ChatModel.class).chat(UserMessage.from("Hi")),
                "streaming-chat-model",
                IsothermAutoConfigurationTest::streamed);
        models.forEach((name, answered) -> {
            String prefix = "langchain4j.isotherm." + name + ".";
            ApplicationContextRunner thinking = new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
                    .withBean(LocalModel.class, IsothermAutoConfigurationTest::thinking)
                    .withPropertyValues(prefix + "enabled=true");
            thinking.run(context -> {
                ChatResponse response = answered.apply(context);
                assertThat(response.aiMessage().text()).isEqualTo("Yes.");
                assertThat(response.aiMessage().thinking()).isNull();
                assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(3);
            });
            thinking.withPropertyValues(prefix + "return-thinking=true")
                    .run(context -> assertThat(
                                    answered.apply(context).aiMessage().thinking())
                            .isEqualTo("Hm."));
            thinking.withPropertyValues(prefix + "enable-thinking=false")
                    .run(context -> assertThat(
                                    answered.apply(context).tokenUsage().inputTokenCount())
                            .isEqualTo(4));
        });
    }

    @Test
    void propertiesOfThinkingAreRefusedByLanguageModels() {
        for (String key : List.of("language-model.enable-thinking", "streaming-language-model.return-thinking")) {
            String model = "langchain4j.isotherm." + key.substring(0, key.indexOf('.'));
            runner.withPropertyValues(model + ".enabled=true", "langchain4j.isotherm." + key + "=true")
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .hasMessage("langchain4j.isotherm." + key
                                    + " is set but a language model takes prompts and texts as they are; leave it out, or take"
                                    + " a chat model."));
        }
    }

    @Test
    void requestsAndResponsesAreLogged() {
        for (String asked : List.of("request", "response")) {
            PrintStream error = System.err;
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
            try {
                runner.withPropertyValues(
                                "langchain4j.isotherm.chat-model.enabled=true",
                                "langchain4j.isotherm.chat-model.max-output-tokens=1",
                                "langchain4j.isotherm.chat-model.log-" + asked + "s=true")
                        .run(context -> context.getBean(ChatModel.class).chat("Hi"));
            } finally {
                System.setErr(error);
            }
            String log = written.toString(StandardCharsets.UTF_8);
            assertThat(log.contains("Request to scripted")).isEqualTo(asked.equals("request"));
            assertThat(log.contains("Response: ")).isEqualTo(asked.equals("response"));
        }
    }

    @Test
    void aBadValueStopsTheApplicationWithItsSentence() {
        runner.withPropertyValues(
                        "langchain4j.isotherm.chat-model.enabled=true",
                        "langchain4j.isotherm.chat-model.temperature=-1")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("temperature is -1"));
    }

    /** The model of the tests takes 256 positions of 512 bytes for any text up to that length, which is 128 KB. */
    @Test
    void rowsAndMemoryAreThoseOfTheModel() {
        ApplicationContextRunner opening = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
                .withPropertyValues("langchain4j.isotherm.model-path=src/test/resources/fixtures/tiny-gqa");
        opening.withPropertyValues("langchain4j.isotherm.kv-memory=1023B").run(context -> {
            LocalModel model = context.getBean(LocalModel.class);
            assertThatThrownBy(() -> model.logits(1, 2))
                    .isInstanceOf(StateMemoryException.class)
                    .hasMessageContaining("budget is 1023 bytes");
        });
        opening.withPropertyValues("langchain4j.isotherm.kv-memory=1024B")
                .run(context -> assertThat(context.getBean(LocalModel.class).logits(1, 2))
                        .hasSize(64));
        opening.withPropertyValues("langchain4j.isotherm.as-is=true")
                .run(context ->
                        assertThat(context.getBean(LocalModel.class).isAsIs()).isTrue());
        opening.run(context ->
                assertThat(context.getBean(LocalModel.class).isAsIs()).isFalse());
        opening.run(context ->
                assertThat(context.getBean(LocalModel.class).activations()).isEqualTo(Activations.EXACT));
        opening.withPropertyValues("langchain4j.isotherm.activations=fast")
                .run(context -> assertThat(context.getBean(LocalModel.class).activations())
                        .isEqualTo(Activations.FAST));
        opening.run(context ->
                assertThat(context.getBean(LocalModel.class).keyValues()).isEqualTo(KeyValueType.FILE));
        opening.withPropertyValues("langchain4j.isotherm.kv-type=float16")
                .run(context -> assertThat(context.getBean(LocalModel.class).keyValues())
                        .isEqualTo(KeyValueType.FLOAT16));
        opening.withPropertyValues("langchain4j.isotherm.activations=exact", "langchain4j.isotherm.as-is=true")
                .run(context -> assertThatThrownBy(() -> context.getBean(LocalModel.class))
                        .hasStackTraceContaining(
                                "activations is exact but must be fast where the graph runs as it is"));
        opening.withPropertyValues("langchain4j.isotherm.open-timeout=1ns")
                .run(context -> assertThatThrownBy(() -> context.getBean(LocalModel.class))
                        .hasStackTraceContaining("is not open after 0 ms"));
        opening.withPropertyValues("langchain4j.isotherm.threads=0")
                .run(context -> assertThatThrownBy(() -> context.getBean(LocalModel.class))
                        .hasStackTraceContaining("threads is 0 but must be"));
        opening.withPropertyValues("langchain4j.isotherm.rows=0")
                .run(context -> assertThatThrownBy(() -> context.getBean(LocalModel.class))
                        .hasStackTraceContaining("rows is 0 but must be"));
    }

    /** A greedy text of so small a model soon goes in circles. */
    @Test
    void nextTokensAreGuessedUnlessThatIsOff() {
        ApplicationContextRunner opening = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(IsothermAutoConfiguration.class))
                .withPropertyValues("langchain4j.isotherm.model-path=src/test/resources/fixtures/tiny-gqa");
        CompletionOptions greedy = CompletionOptions.defaults().temperature(0).maxTokens(100);
        opening.run(context -> assertThat(
                        drafts(context.getBean(LocalModel.class), greedy).taken())
                .isPositive());
        opening.withPropertyValues("langchain4j.isotherm.speculate=off")
                .run(context -> assertThat(drafts(context.getBean(LocalModel.class), greedy))
                        .isEqualTo(DraftCount.NONE));
        opening.withPropertyValues("langchain4j.isotherm.speculate=on")
                .run(context -> assertThatThrownBy(() -> context.getBean(LocalModel.class))
                        .hasStackTraceContaining(
                                "langchain4j.isotherm.speculate is on but must be one of prompt-lookup, off."));
    }

    private static DraftCount drafts(LocalModel model, CompletionOptions options) {
        return model.complete(new int[] {1, 2}, options, GenerationListener.NONE, new Cancellation())
                .result()
                .drafts();
    }

    /** The file that gives an editor its completion names exactly the properties there are. */
    @Test
    void metadataNamesEveryProperty() throws Exception {
        Set<String> named = new HashSet<>();
        JsonNode metadata = JsonMapper.builder()
                .build()
                .readTree(IsothermAutoConfiguration.class.getResourceAsStream(
                        "/META-INF/spring-configuration-metadata.json"));
        metadata.get("properties")
                .forEach(property -> named.add(property.get("name").asText()));
        for (String model :
                List.of("chat-model", "streaming-chat-model", "language-model", "streaming-language-model")) {
            for (var component : IsothermModelProperties.class.getRecordComponents()) {
                String kebab = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
                assertThat(named.contains("langchain4j.isotherm." + model + "." + kebab))
                        .as(model + "." + kebab)
                        .isEqualTo(model.endsWith("chat-model") || !kebab.endsWith("-thinking"));
            }
            assertThat(named).contains("langchain4j.isotherm." + model + ".enabled");
        }
        assertThat(named).hasSize(10 + 4 * 27 + 2 * 2 + 6);
    }
}

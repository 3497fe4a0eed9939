package io.github.isotherm.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.isotherm.chat.Tool;
import io.github.isotherm.chat.ToolChoice;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a request for a chat: everything is taken as it is meant, or refused by the name of the field. */
class ChatRequestTest {
    private static final String HI = "'messages': [{'role': 'user', 'content': 'Hi'}]";
    private static final String TOOL =
            "'tools': [{'type': 'function', 'function': {'name': 'f', 'description': 'd', 'parameters': {'type': 'object',"
                    + " 'properties': {'x': {'type': 'integer'}}}, 'strict': true}}, {'type': 'function', 'function':"
                    + " {'name': 'g'}}]";

    private static ChatRequest read(String... fields) {
        String body = "{" + String.join(", ", fields).replace('\'', '"') + "}";
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), ProcessorCatalog.standard(), LogprobsMode.RAW);
    }

    @Test
    void whatIsLeftOutIsTheModelsOwn() {
        ChatRequest request = read(HI);
        assertThat(request.model()).isNull();
        assertThat(request.options().maxTokens()).isNull();
        assertThat(request.options().seed()).isNull();
        assertThat(request.options().trace()).isNull();
        assertThat(request.samples()).isEqualTo(1);
        assertThat(request.tools().tools()).isEmpty();
        assertThat(request.logprobs()).isNull();
        assertThat(request.stream().streams()).isFalse();
    }

    @Test
    void everyFieldIsTaken() {
        ChatRequest request = read(
                HI,
                "'model': 'm', 'n': 3, 'max_completion_tokens': 9, 'seed': 4, 'temperature': 0.5, 'stop': ['x']",
                "'logprobs': true, 'top_logprobs': 2, 'stream': true, 'user': 'u', 'store': false",
                "'chat_template_kwargs': {'a': [1]}");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.samples()).isEqualTo(3);
        assertThat(request.options().maxTokens()).isEqualTo(9);
        assertThat(request.options().seed()).isEqualTo(4);
        assertThat(request.options().stopStrings()).containsExactly("x");
        assertThat(request.options().trace()).isEqualTo(TraceOptions.top(2));
        assertThat(request.options().settings().has("temperature")).isTrue();
        assertThat(request.stream().streams()).isTrue();
        assertThat(request.variables()).containsKey("a");
    }

    @Test
    void toolsAreTaken() {
        ChatTools tools = read(HI, TOOL).tools();
        assertThat(tools.choice()).isEqualTo(ToolChoice.AUTO);
        assertThat(tools.most()).isEqualTo(16);
        assertThat(tools.tools()).extracting(Tool::name).containsExactly("f", "g");
        assertThat(tools.tools().get(0).description()).isEqualTo("d");
        assertThat(tools.tools().get(0).parameters()).containsKey("properties");
        assertThat(read(HI, TOOL, "'parallel_tool_calls': false").tools().most())
                .isEqualTo(1);
        assertThat(read(HI, TOOL, "'tool_choice': 'required'").tools().choice()).isEqualTo(ToolChoice.REQUIRED);
    }

    @Test
    void messagesAreAsTemplatesReadThem() {
        List<Map<String, Object>> messages =
                read("'messages': [{'role': 'system', 'content': 's', 'name': 'n'}, {'role': 'assistant', 'content': null,"
                                + " 'reasoning_content': 'hm', 'audio': null, 'function_call': null, 'tool_calls': [{'id':"
                                + " '1', 'index': 0, 'type': 'function', 'function': {'name': 'f', 'arguments': ''}}]},"
                                + " {'role': 'tool', 'tool_call_id': '1', 'content': [{'type': 'text', 'text': 'r'}]}]")
                        .messages();
        assertThat(messages.get(0)).isEqualTo(Map.of("role", "system", "name", "n", "content", "s"));
        assertThat(messages.get(1)).containsEntry("content", "").containsEntry("reasoning_content", "hm");
        assertThat(messages.get(2)).isEqualTo(Map.of("role", "tool", "name", "f", "tool_call_id", "1", "content", "r"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'messages': []; messages",
                "'x': 1; messages",
                "'messages': [{'role': 'bot', 'content': 'x'}]; messages[0].role",
                "'messages': [{'role': 'user'}]; messages[0].content",
                "'messages': [{'role': 'user', 'content': 'x', 'mood': 1}]; messages[0].mood",
                "'messages': [{'role': 'user', 'content': [{'type': 'image_url', 'image_url': {'url': 'u'}}]}];"
                        + " messages[0].content[0].type",
                "'messages': [{'role': 'user', 'content': [{'type': 'input_audio'}]}]; messages[0].content[0].type",
                "'messages': [{'role': 'assistant', 'content': 'x', 'refusal': 'no'}]; messages[0].refusal",
                "'messages': [{'role': 'assistant', 'tool_calls': [{'id': '1', 'function': {'name': 'f', 'arguments':"
                        + " '[1]'}}]}]; messages[0].tool_calls[0].function.arguments",
                "'messages': [{'role': 'assistant', 'tool_calls': []}]; messages[0].content",
                "'messages': [{'role': 'tool', 'tool_call_id': '7', 'content': 'x'}]; messages[0].tool_call_id"
            })
    void messagesThatCannotBeReadAreRefusedByTheirPlace(String messages, String param) {
        assertRefused(param, messages);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'audio': {}; audio",
                "'modalities': ['text', 'audio']; modalities",
                "'functions': []; functions",
                "'function_call': 'auto'; function_call",
                "'web_search_options': {}; web_search_options",
                "'prediction': {}; prediction",
                "'verbosity': 'low'; verbosity",
                "'whatever': 1; whatever",
                "'n': 0; n",
                "'n': 129; n",
                "'max_tokens': 0; max_tokens",
                "'max_tokens': 2, 'max_completion_tokens': 3; max_tokens",
                "'top_logprobs': 2; top_logprobs",
                "'logprobs': true, 'top_logprobs': -1; top_logprobs",
                "'logprobs_mode': 'raw'; logprobs_mode",
                "'reasoning_effort': 'huge'; reasoning_effort",
                "'schema_in_prompt': 'yes'; schema_in_prompt",
                "'chat_template_kwargs': {'messages': []}; chat_template_kwargs",
                "'chat_template_kwargs': 1; chat_template_kwargs",
                "'stream_options': {}; stream_options",
                "'response_format': {'type': 'xml'}; response_format.type",
                "'response_format': {'type': 'json_schema'}; response_format.json_schema",
                "'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x', 'schema': {'type': 'strange'}}};"
                        + " response_format.json_schema.schema",
                "'tool_choice': 'required'; tool_choice",
                "'tool_choice': 'perhaps'; tool_choice",
                "'tools': [{'type': 'custom', 'custom': {'name': 'c'}}]; tools[0].type",
                "'tools': [{'type': 'function'}]; tools[0].function",
                "'tools': [{'type': 'function', 'function': {'name': ' '}}]; tools[0].function.name",
                "'tools': [{'type': 'function', 'function': {'name': 'f'}}, {'type': 'function', 'function': {'name': 'f'}}];"
                        + " tools",
                "'tool_choice': {'type': 'allowed_tools', 'allowed_tools': {}}; tool_choice.type",
                "'tool_choice': {'type': 'function', 'function': {'name': 'h'}}; tool_choice.function.name"
            })
    void whatIsNotSupportedIsRefusedByName(String field, String param) {
        assertRefused(param, HI, field);
    }

    private static void assertRefused(String param, String... fields) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> read(fields))
                .satisfies(refused -> assertThat(refused.param()).isEqualTo(param))
                .satisfies(refused -> assertThat(refused.getMessage()).endsWith("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'tool_choice': 'none'", "'tool_choice': 'auto'", "'tools': null", "'n': null", "'stop': null"})
    void whatSaysNothingIsTaken(String field) {
        assertThat(read(HI, field).tools().tools()).isEmpty();
    }

    @Test
    void whatIsRefusedAnywayIsNotOffered() {
        byte[] body = "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], \"colour\": 1}"
                .getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ChatRequest.read(body, ProcessorCatalog.standard(), LogprobsMode.RAW))
                .withMessageContaining(", messages, ")
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain(", audio", "functions", "prediction", "moderation"));
    }
}

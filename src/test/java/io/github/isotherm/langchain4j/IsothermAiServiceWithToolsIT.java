package io.github.isotherm.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import io.github.isotherm.LocalModel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * LangChain4j's suite for tools over the bundled model's real weights, whose chat template has no place for tools. The cases that
 * are written out here are beyond the model: it calls the right tool with arguments of the right types and wrong values. All cases
 * run over a model that answers right in {@link ScriptedToolsIT}. At temperature 0 the bundled model was seen to answer
 *
 * <ul>
 *   <li>"Klaus is 37 years old, 1.78m height and single": Person[name=Klaus, age=12, height=1.78, married=true]
 *   <li>"Klaus and Franny": [Klaus, Franz], as people [Klaus, Franz, Tom Reed]
 *   <li>"How much is 37 plus 87? How much is 73 plus 78? Call 2 tools in parallel": add(2, 87), once
 *   <li>"First add 2 and 3 by calling 'add' tool, then multiply": add(2, 48)
 *   <li>"Now add 47 to the previous result": add(47, 87)
 *   <li>"Francine has 2 children: Steve and Hayley" (flag off): children of children without an end
 *   <li>"Klaus is 42 years old and Francine is 47" (flag off): {"age_range": "20-21"}, as nothing says that values are numbers
 * </ul>
 */
class IsothermAiServiceWithToolsIT extends AbstractAiServiceWithToolsIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final RecordedCalls CALLS = new RecordedCalls();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(IsothermChatModel.builder()
                .model(MODEL)
                .temperature(0.0)
                .maxOutputTokens(100)
                .listeners(CALLS)
                .build());
    }

    @Override
    protected boolean supportsRecursion() {
        return false;
    }

    @Override
    protected boolean supportsMapParameters() {
        return false;
    }

    /** One pixel, from no network. */
    static Image image() {
        return Image.builder()
                .base64Data(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
                .mimeType("image/png")
                .build();
    }

    @Override
    protected Image catImage() {
        return image();
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_tool_with_pojo_with_primitives(ChatModel model) {
        CALLS.withWrongValues(() -> super.should_execute_tool_with_pojo_with_primitives(model), "process");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_tool_with_list_of_strings_parameter(ChatModel model) {
        CALLS.withWrongValues(() -> super.should_execute_tool_with_list_of_strings_parameter(model), "processNames");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_tool_with_list_of_POJOs_parameter(ChatModel model) {
        CALLS.withWrongValues(() -> super.should_execute_tool_with_list_of_POJOs_parameter(model), "process");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_normal_tool_in_parallel_with_primitive_parameters(ChatModel model) {
        CALLS.withWrongValues(
                () -> super.should_execute_normal_tool_in_parallel_with_primitive_parameters(model), "add");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_execute_immediate_tool_in_parallel_with_primitive_parameters(ChatModel model) {
        CALLS.withWrongValues(
                () -> super.should_execute_immediate_tool_in_parallel_with_primitive_parameters(model), "add");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_return_to_LLM(ChatModel model) {
        CALLS.withWrongValues(() -> super.should_return_to_LLM(model), "add");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_return_immediately_from_first_tool_when_not_called_in_parallel(ChatModel model) {
        CALLS.withWrongValues(
                () -> super.should_return_immediately_from_first_tool_when_not_called_in_parallel(model), "add");
    }

    @Override
    @ParameterizedTest
    @MethodSource("models")
    protected void should_keep_memory_consistent_using_return_immediate(ChatModel model) {
        CALLS.withWrongValues(() -> super.should_keep_memory_consistent_using_return_immediate(model), "add");
    }
}

package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls that a model makes, for cases of LangChain4j's suites whose values are beyond it. */
public final class RecordedCalls implements ChatModelListener {
    private record Call(ToolExecutionRequest request, List<ToolSpecification> offered) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    @Override
    public void onResponse(ChatModelResponseContext context) {
        List<ToolSpecification> offered = context.chatRequest().parameters().toolSpecifications();
        context.chatResponse()
                .aiMessage()
                .toolExecutionRequests()
                .forEach(request -> calls.add(new Call(request, offered)));
    }

    /**
     * Runs a case that may find other values than it expects: what it calls, and that the arguments have their types, is asserted
     * here, and an error that is no assertion's is one.
     *
     * @param tools what is to be called, each at least once, and nothing else
     */
    public void withWrongValues(Runnable test, String... tools) {
        calls.clear();
        try {
            test.run();
        } catch (AssertionError wrong) {
            assertThat(calls).extracting(call -> call.request.name()).containsOnly(tools);
            assertThat(calls).allSatisfy(RecordedCalls::assertTyped);
        }
    }

    private static void assertTyped(Call call) throws Exception {
        ToolSpecification tool = call.offered.stream()
                .filter(one -> one.name().equals(call.request.name()))
                .findFirst()
                .orElseThrow();
        Map<String, Object> schema = JsonSchemaElementUtils.toMap(tool.parameters());
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(new ObjectMapper().writeValueAsString(schema))
                        .validate(call.request.arguments(), InputFormat.JSON))
                .as(call.request.arguments())
                .isEmpty();
    }
}

package io.github.isotherm.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * LangChain4j's suite for tools over a model that answers right, in Hermes' format: what is told to it, read from it and given
 * back to it is the adapter's own.
 */
class ScriptedToolsIT extends AbstractAiServiceWithToolsIT {
    private static final String ADD_37_87 = call("add", "{\"arg0\": 37, \"arg1\": 87}");

    /** What is called, by how the request begins. */
    private static final Map<String, String> CALLS = new LinkedHashMap<>();

    /** What is said of a result, by how the request begins. */
    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    static {
        script(
                "How much is 37 plus 87? How much is 73",
                ADD_37_87 + call("add", "{\"arg0\": 73, \"arg1\": 78}"),
                "124, 151");
        script("How much is 37 plus 87?", ADD_37_87, "37 + 87 = 124");
        script("Now add 47", call("add", "{\"arg0\": 124, \"arg1\": 47}"), "171");
        script("First add 2 and 3", call("add", "{\"arg0\": 2, \"arg1\": 3}"), "It is 20.");
        script(
                "Use 'process' tool to process the following: Klaus is 37",
                process("{\"name\": \"Klaus\", \"age\": 37, \"height\": 1.78, \"married\": false}"),
                "Done.");
        script(
                "Use 'process' tool to process the following: Klaus lives",
                process("{\"name\": \"Klaus\", \"address\": {\"city\": \"Langley Falls\"}}"),
                "Done.");
        script(
                "Use 'process' tool to process the following: Francine",
                process(
                        "{\"name\": \"Francine\", \"children\": [{\"name\": \"Steve\", \"children\": []}, {\"name\": \"Hayley\", \"children\": []}]}"),
                "Done.");
        script("What is the time now?", call("currentTime", "{}"), "17:11:45");
        script(
                "What is the current temperature",
                call("currentTemperature", "{\"arg0\": \"Munich\", \"arg1\": \"CELSIUS\"}"),
                "19 degrees");
        script("Process the following: Klaus is 42", process("{\"Klaus\": 42, \"Francine\": 47}"), "Done.");
        script("Process the following names", call("processNames", "{\"arg0\": [\"Klaus\", \"Franny\"]}"), "Done.");
        script("Process the following colors", process("[\"RED\", \"GREEN\"]"), "Done.");
        script("Process the following integers", call("processNumbers", "{\"arg0\": [37, 73]}"), "Done.");
        script("Process the following people", process("[{\"name\": \"Klaus\"}, {\"name\": \"Franny\"}]"), "Done.");
        script(
                "What is the username",
                call("getUsernameFromId", "{\"arg0\": \"62dbcc27-aaf3-449a-b12d-5a904271a57f\"}"),
                "Alice");
        script("Call tool 'modify'", call("modify", "{\"arg0\": 7}"), "Done.");
        script("Take a photo", call("takePhoto", "{}"), "A cat.");
    }

    private static void script(String request, String calls, String answer) {
        CALLS.put("[user] " + request, calls);
        ANSWERS.put("[user] " + request, answer);
    }

    private static String call(String name, String arguments) {
        return "<tool_call>{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}</tool_call>";
    }

    private static String process(String argument) {
        return call("process", "{\"arg0\": " + argument + "}");
    }

    private static String answer(String prompt) {
        String last = prompt.substring(prompt.lastIndexOf("[user] "));
        if (last.startsWith("[user] First add") && last.contains("[tool] 5") && !last.contains("[tool] 20")) {
            return call("multiply", "{\"arg0\": 5, \"arg1\": 4}");
        }
        Map<String, String> script = last.contains("[tool] ") ? ANSWERS : CALLS;
        return script.entrySet().stream()
                .filter(entry -> last.startsWith(entry.getKey()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no answer is written for: " + prompt))
                .getValue();
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(IsothermChatModel.builder()
                .model(Models.speaking(ScriptedToolsIT::answer))
                .temperature(0.0)
                .build());
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }

    @Override
    protected dev.langchain4j.data.image.Image catImage() {
        return IsothermAiServiceWithToolsIT.image();
    }
}

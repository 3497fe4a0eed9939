package io.github.isotherm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.Cancellation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whether a message asks for a tool, and for which, by the bundled model's real weights. */
class ToolDecisionIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final List<Tool> TOOLS = List.of(
            tool("getWeather", "Returns the weather forecast of a city"),
            tool("sendEmail", "Sends an email"),
            tool("setAlarm", "Sets an alarm"),
            tool("calculator", "Computes an arithmetic expression"),
            tool("searchFlights", "Finds flights between two cities"));
    private static final Map<String, String> ASKING = new LinkedHashMap<>();
    private static final List<String> OTHERS = List.of(
            "Hello! How are you?",
            "Tell me a joke.",
            "Thank you very much.",
            "What is your name?",
            "Who wrote Hamlet?",
            "Explain photosynthesis in one sentence.",
            "Write a short poem about autumn.",
            "Why is the sky blue?",
            "I feel sad today.",
            "Translate good morning into French.",
            "Give me three names for a cat.",
            "What is the capital of Germany?");

    static {
        ASKING.put("Will it rain in Oslo tomorrow?", "getWeather");
        ASKING.put("How warm is it in Madrid?", "getWeather");
        ASKING.put("Write to bob@example.com that the meeting is moved to Friday.", "sendEmail");
        ASKING.put("Mail Ann the report please.", "sendEmail");
        ASKING.put("Wake me up at half past six.", "setAlarm");
        ASKING.put("I need an alarm for 7 am.", "setAlarm");
        ASKING.put("What is 17 * 23?", "calculator");
        ASKING.put("Compute 5 percent of 320.", "calculator");
        ASKING.put("I want to fly from Berlin to Rome on 3 May.", "searchFlights");
        ASKING.put("Are there flights to Lisbon from Paris next Monday?", "searchFlights");
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static Tool tool(String name, String description) {
        return new Tool(name, description, Map.of());
    }

    private static ToolDecision decision(String message) {
        return ToolDecision.of(MODEL, TOOLS, message, new Cancellation());
    }

    /** Ten of ten on the processor that this was written on; another may round one differently. */
    @Test
    void theToolThatAMessageAsksForFitsBest() {
        assertThat(ASKING.entrySet().stream()
                        .filter(asked -> decision(asked.getKey()).tool().name().equals(asked.getValue())))
                .hasSizeGreaterThanOrEqualTo(9);
    }

    /** The two that are missed are "Write to bob@example.com …" (0.8 nats) and "Wake me up …" (−3.1). */
    @Test
    void mostMessagesThatAskForAToolPassTheMarginAndNoOtherDoes() {
        assertThat(ASKING.keySet().stream()
                        .filter(message -> decision(message).called().isPresent()))
                .hasSizeGreaterThanOrEqualTo(7);
        assertThat(OTHERS.stream().filter(message -> decision(message).called().isPresent()))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The area under the curve: how often a message that asks has the larger margin of two. */
    @Test
    void marginsTellMessagesThatAskFromOthers() {
        List<Double> asking = ASKING.keySet().stream()
                .map(message -> decision(message).margin())
                .toList();
        List<Double> others =
                OTHERS.stream().map(message -> decision(message).margin()).toList();
        long larger = asking.stream()
                .mapToLong(one -> others.stream().filter(other -> one > other).count())
                .sum();
        double area = larger / (double) (asking.size() * others.size());
        assertThat(area).isGreaterThan(0.85);
    }
}

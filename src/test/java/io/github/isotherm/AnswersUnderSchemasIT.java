package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.FinishReason;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.generate.GenerationRequest;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.grammar.SharedData;
import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import io.github.isotherm.sampling.processors.Temperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Answers at temperature 2 from logits that mean nothing, under many schemas and within few tokens: each is whole, and a validator that is
 * not ours finds it valid.
 */
class AnswersUnderSchemasIT {
    private static final int END = 0;
    private static final int MOST_TOKENS = 200;

    private final ObjectMapper json = JudgedJson.MAPPER;
    private final TokenSample tokens = TokenSample.ofSmolLm2(24);
    private final Random random = new Random(17);
    private final float[] noise = new float[1 << 18];
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> notJudged = new TreeMap<>();
    private int answers;
    private int schemas;
    private long drawn;

    /** Noise of a deviation of 2, from another place of a long row for each place of each answer. */
    private float[] noise(List<Integer> history, long seed) {
        int from = new Random(seed * 1_000_003 + history.size()).nextInt(noise.length - tokens.size());
        return Arrays.copyOfRange(noise, from, from + tokens.size());
    }

    AnswersUnderSchemasIT() {
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (2 * random.nextGaussian());
        }
    }

    private void answers(String name, JsonNode schema, SchemaOptions options, int count) {
        JsonSchemaConstraint constraint;
        try {
            constraint = JsonSchemaConstraint.of(new JsonText(schema.toString()), options);
        } catch (InvalidValueException refused) {
            return;
        }
        int least = Math.max(1, constraint.matcher(tokens.trie()).leastTokens());
        if (least > MOST_TOKENS) {
            return;
        }
        Judge judge = Judge.of(schema);
        schemas++;
        for (int n = 0; n < count; n++) {
            int most = least + random.nextInt(MOST_TOKENS - least + 1);
            answer(name + " within " + most, constraint, judge, most);
        }
    }

    private void answer(String name, JsonSchemaConstraint constraint, Judge judge, int most) {
        long seed = answers++;
        ScriptedModel model = new ScriptedModel(tokens.size(), 10_000, history -> noise(history, seed));
        try (Scheduler scheduler =
                new Scheduler(model, tokens, tokens, System::nanoTime, SchedulerOptions.defaults())) {
            GenerationResult result = scheduler
                    .generate(
                            GenerationRequest.of(1)
                                    .chain(ProcessorChain.of(constraint, new Temperature(2)))
                                    .seed(seed)
                                    .maxTokens(most)
                                    .endOfSequence(List.of(END))
                                    .build(),
                            GenerationListener.NONE,
                            new Cancellation())
                    .await()
                    .completions()
                    .get(0);
            drawn += result.completionTokens();
            judge(name, result, judge);
        } catch (InvalidValueException e) {
            wrong.add(name + ": " + e.getMessage());
        }
    }

    private void judge(String name, GenerationResult result, Judge judge) {
        String text = result.text();
        if (result.finishReason() != FinishReason.STOP
                || result.constraint() == null
                || !result.constraint().complete()) {
            wrong.add(name + " ended with " + result.finishReason() + ": " + text);
            return;
        }
        try {
            String why = judge.against(json.readTree(text));
            if (!why.isEmpty()) {
                wrong.add(name + ": " + text + " " + why);
            }
        } catch (IOException e) {
            wrong.add(name + " is no JSON: " + text);
        } catch (Judge.CannotException e) {
            notJudged.merge(name.replaceAll(" within.*", "") + ": " + e.getMessage(), 1, Integer::sum);
        }
    }

    private void report(String what) {
        System.out.printf(
                "%s: %d answers of %d schemas, %d tokens of a vocabulary of %d; %d wrong; parsed but not judged %d: %s%n%s%n",
                what,
                answers,
                schemas,
                drawn,
                tokens.size(),
                wrong.size(),
                notJudged.values().stream().mapToInt(n -> n).sum(),
                notJudged,
                String.join("\n", wrong.subList(0, Math.min(60, wrong.size()))));
    }

    private static final List<String> OWN = List.of(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":20},\"age\":"
                    + "{\"type\":\"integer\",\"minimum\":0,\"maximum\":130}},\"required\":[\"name\",\"age\"]}",
            "{\"type\":\"array\",\"items\":{\"type\":\"number\",\"exclusiveMinimum\":-1,\"multipleOf\":0.25},\"minItems\":2,"
                    + "\"maxItems\":5}",
            "{\"$defs\":{\"tree\":{\"type\":\"object\",\"properties\":{\"value\":{},\"children\":{\"type\":\"array\",\"items\":"
                    + "{\"$ref\":\"#/$defs/tree\"}}},\"required\":[\"children\"]}},\"$ref\":\"#/$defs/tree\"}",
            "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"boolean\"},\"minProperties\":2,\"maxProperties\":6}",
            "{\"type\":\"object\",\"patternProperties\":{\"^x-\":{\"enum\":[\"a\",\"b\",null]}},\"additionalProperties\":false}",
            "{\"anyOf\":[{\"type\":\"string\",\"format\":\"date-time\"},{\"type\":\"string\",\"format\":\"uuid\"},{\"type\":"
                    + "\"null\"}]}",
            "{\"minimum\":-100000,\"maximum\":100000,\"oneOf\":[{\"type\":\"integer\",\"multipleOf\":3},{\"type\":"
                    + "\"integer\",\"multipleOf\":5}]}",
            "{\"if\":{\"properties\":{\"kind\":{\"const\":\"circle\"}},\"required\":[\"kind\"]},\"then\":{\"required\":[\"radius\"]},"
                    + "\"else\":{\"required\":[\"width\"]},\"type\":\"object\",\"properties\":{\"kind\":{\"enum\":[\"circle\","
                    + "\"box\"]},\"radius\":{\"type\":\"number\"},\"width\":{\"type\":\"number\"}},\"required\":[\"kind\"]}",
            "{\"type\":\"string\",\"pattern\":\"^(?=.*[0-9])[a-z0-9]{4,8}$\"}",
            "{\"type\":\"array\",\"items\":{\"enum\":[1,2,3,\"4\",[5]]},\"uniqueItems\":true,\"minItems\":3}",
            "{\"not\":{\"type\":[\"string\",\"number\",\"array\"]}}",
            "{\"type\":\"object\",\"dependentRequired\":{\"card\":[\"address\"]},\"properties\":{\"card\":{\"type\":\"string\","
                    + "\"pattern\":\"^[0-9]{4}$\"},\"address\":{\"type\":\"string\",\"maxLength\":5}},\"minProperties\":1}");

    @Test
    void aThousandAnswersUnderOwnSchemasAreValidInEveryOrderAndLayout() throws IOException {
        for (SchemaOptions.Whitespace whitespace : SchemaOptions.Whitespace.values()) {
            for (SchemaOptions.Order order : SchemaOptions.Order.values()) {
                for (String schema : OWN) {
                    SchemaOptions options =
                            new SchemaOptions(order == SchemaOptions.Order.ANY, order, whitespace, false);
                    answers(schema, json.readTree(schema), options, 14);
                }
            }
        }
        report("own schemas");
        assertThat(answers).isGreaterThanOrEqualTo(1_000);
        assertThat(wrong).isEmpty();
        assertThat(notJudged).isEmpty();
    }

    @Test
    void tenThousandAnswersUnderPublicSchemasAreValid() throws IOException {
        Path file = SharedData.at("maskbench-sample.jsonl");
        assumeTrue(Files.exists(file), "no " + file);
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            JsonNode row = json.readTree(line);
            answers(row.get("name").asText(), row.get("schema"), SchemaOptions.DEFAULTS, 16);
        }
        report("public schemas");
        assertThat(answers - notJudged.values().stream().mapToInt(n -> n).sum()).isGreaterThanOrEqualTo(10_000);
        assertThat(wrong).isEmpty();
    }
}

package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.Patience;
import io.github.isotherm.cli.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs that are nearly right, in every place where the command line reads some without a model: each ends, with the code of the
 * design, and is answered by itself or by one sentence in which no Java class is named. So many as
 * {@code -Disotherm.fuzz=100000} says, from {@code -Disotherm.fuzz.seed=1} on; the seed of a case makes it again.
 */
class CommandLineFuzzTest {
    private static final int CASES = Integer.getInteger("isotherm.fuzz", 400);
    private static final long FIRST = Long.getLong("isotherm.fuzz.seed", 1);
    private static final long HANG_SECONDS = Patience.SECONDS / 5;

    private static final List<String> CHAINS = List.of(
            "temperature=0.7 > top-k=40 > top-p=0.95",
            "repetition-penalty=1.1 > xtc(probability=0.5, threshold=0.1)",
            "logit-bias={1: -inf, 0: 2} > bad-words=[[0, 1], [1]]",
            "dry(multiplier=1, sequence-breakers=[[0]]) > mirostat=5",
            "choice=[\"a\", \"b\"] > json-schema=\"{\\\"type\\\": \\\"integer\\\"}\"");
    private static final List<String> LINES = List.of(
            "{\"id\":1,\"logits\":[1,2,\"-inf\"],\"chain\":[{\"temperature\":0.7},{\"top_k\":{\"k\":2}}],\"seed\":1,\"draws\":3}",
            "{\"probabilities\":[0.5,0.25,0.25],\"tokens\":[\"a\",\"b\",\"c\"],\"history\":[0,1],\"prompt_length\":1}",
            "{\"logits\":[0,0],\"tokens\":[\"a\",\"b\"],\"end_of_sequence\":[1],\"chain\":[{\"regex\":\"a+\"}]}",
            "{\"logits\":[3,1],\"chain\":[{\"logit_bias\":{\"1\":\"-inf\"}},{\"guidance\":{\"scale\":2,\"unconditional\":[1,1]}}]}");
    private static final List<String> GRAMMARS = List.of(
            "{\"id\":1,\"json_schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[1,\"x\"]}},\"required\":[\"a\"]},\"texts\":[\"{}\"]}",
            "{\"regex\":\"(a|b){2,3}[c-e]*\\\\d+(?:x)?\",\"texts\":[\"aa\"]}",
            "{\"gbnf\":\"root ::= \\\"a\\\" item* \\n item ::= [b-d] | \\\"(\\\" root \\\")\\\"\",\"texts\":[\"a\"]}",
            "{\"choice\":[\"yes\",\"no\"],\"texts\":[\"yes\",1]}");
    private static final List<String> TEMPLATES = List.of(
            "{% for m in messages %}<|{{ m.role }}|>{{ m.content | trim }}{% endfor %}{% if add_generation_prompt %}>{% endif %}",
            "{% macro a(x, y=2) %}{{ x ~ y }}{% endmacro %}{{ a(1) }}{% set n = namespace(v=0) %}{{ n.v + 1 }}",
            "{{ messages[0]['content'][::-1] | upper | replace('A', 'b') }}{{ raise_exception('no ' ~ messages | length) }}",
            "{{ messages | tojson(indent=2) }}{{ '%s' % 3 }}{{ '{}'.format(1) }}{{ range(5) | join(',') }}");
    private static final String VARIABLES =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"add_generation_prompt\":true}";
    private static final List<String> RUNS = List.of(
            "{\"command\":\"next\",\"model\":\"m\",\"fingerprint\":\"f\",\"as_is\":false,\"activations\":\"exact\",\"prompt\":\"a\","
                    + "\"ids\":[1,2],\"suffix\":\"\",\"chosen\":false,\"chain\":\"top-k=2\",\"temperatures\":[1.0],\"branched\":0,\"top\":1,"
                    + "\"candidates\":[],\"distributions\":[{\"tokens\":[3],\"probabilities\":[0.5],\"candidates\":[]}]}");
    private static final List<List<String>> OPTIONS = List.of(
            List.of("apply", "a=1", "b=2", "--temperature", "0.7", "--order", "hf", "--top-k", "2"),
            List.of("apply", "a=1", "--xtc", "(probability=0.5, threshold=0.1)", "--json"),
            List.of(
                    "next",
                    "--model",
                    "no/such/folder",
                    "--temperatures",
                    "0.2,1",
                    "--top",
                    "5",
                    "--candidates",
                    "day,place",
                    "x"),
            List.of(
                    "complete",
                    "--model",
                    "no/such/folder",
                    "--seed",
                    "5",
                    "-n",
                    "3",
                    "--stop",
                    "x",
                    "--stop-ids",
                    "1,2",
                    "hello"),
            List.of("grammar", "--regex", "a+b", "--text", "aab"),
            List.of("inspect", "--format", "text", "no/such/folder"),
            List.of("template", "--file", "no/such/template.jinja"),
            List.of("bench", "--model", "no/such/folder", "--threads", "1"));

    @TempDir
    private Path folder;

    /** One input of a kind. */
    private record Case(String input, List<String> arguments) {}

    @Test
    void everyInputIsAnsweredOrRefusedByOneSentence() throws Exception {
        List<Function<TextMutants, Case>> kinds = List.of(
                mutants -> new Case("", List.of("apply", "a=1", "b=2", "--chain", mutants.of(mutants.one(CHAINS)))),
                mutants -> new Case(mutants.of(mutants.one(LINES)) + "\n", List.of("apply")),
                mutants -> new Case(mutants.of(mutants.one(GRAMMARS)) + "\n", List.of("grammar")),
                mutants -> new Case(VARIABLES, template(mutants.of(mutants.one(TEMPLATES)))),
                mutants -> new Case(mutants.of(VARIABLES), template(mutants.one(TEMPLATES))),
                mutants -> new Case("", List.of("next", "--replay", file("run.json", mutants.of(mutants.one(RUNS))))),
                mutants -> new Case("", options(mutants)));
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + CASES; seed++) {
            TextMutants mutants = new TextMutants(new Random(seed));
            Case asked = mutants.one(kinds).apply(mutants);
            String complaint = complaint(asked);
            if (!complaint.isEmpty()) {
                wrong.add("seed " + seed + ", " + cut(asked.toString()) + ": " + cut(complaint));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String cut(String text) {
        return text.length() <= 600 ? text : text.substring(0, 600) + "…";
    }

    private List<String> template(String text) {
        return List.of("template", "--file", file("template.jinja", text));
    }

    private String file(String name, String text) {
        try {
            return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One argument or two are changed; the command is not. */
    private static List<String> options(TextMutants mutants) {
        List<String> arguments = new ArrayList<>(mutants.one(OPTIONS));
        List<Integer> places =
                java.util.stream.IntStream.range(1, arguments.size()).boxed().toList();
        for (int i = 0; i < 2; i++) {
            int place = mutants.one(places);
            arguments.set(place, mutants.of(arguments.get(place)));
        }
        return arguments;
    }

    /** What is wrong with the answer, empty where nothing is. */
    private static String complaint(Case asked) throws Exception {
        CommandLineRun run;
        try {
            run = CompletableFuture.supplyAsync(() -> CommandLineRun.with(
                            Map.of("ISOTHERM_MODEL", "no/such/folder"),
                            asked.input(),
                            asked.arguments().toArray(String[]::new)))
                    .get(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return e.toString();
        }
        if (run.code() < 0 || run.code() > 2) {
            return "code " + run.code();
        }
        if (asked.arguments().equals(List.of("apply")) || asked.arguments().equals(List.of("grammar"))) {
            return inLines(run);
        }
        return run.code() == 0 || run.code() == 1 && run.err().isEmpty() ? "" : inSentence(run.err());
    }

    private static String inSentence(String said) {
        List<String> sentences =
                said.lines().filter(line -> line.startsWith("isotherm: ")).toList();
        return sentences.size() == 1
                        && said.lines()
                                        .filter(line -> !line.startsWith("removed "))
                                        .count()
                                == 1
                        && isForPeople(said)
                ? ""
                : said;
    }

    private static String inLines(CommandLineRun run) throws IOException {
        if (!run.err().isEmpty()) {
            return inSentence(run.err());
        }
        for (String line : run.out().lines().toList()) {
            JsonNode answer = JsonMapper.builder().build().readTree(line);
            if (answer.has("error") && !isForPeople(answer.get("error").asText())) {
                return line;
            }
        }
        return "";
    }

    private static boolean isForPeople(String sentence) {
        return List.of("Exception", "java.", "picocli", "com.fasterxml", "inside isotherm", "Error:", "`", "\u001b")
                .stream()
                .noneMatch(sentence::contains);
    }
}

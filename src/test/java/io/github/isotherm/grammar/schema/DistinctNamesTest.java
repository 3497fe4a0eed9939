package io.github.isotherm.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.isotherm.grammar.Constraint;
import io.github.isotherm.grammar.GrammarLimits;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DistinctNamesTest {
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "\"",
            ":",
            ",",
            "a",
            "b",
            "ab",
            "1",
            "{\"",
            "\":",
            ",\"",
            "\"a\"",
            "\",\"",
            "\":1,\"",
            "\\",
            "n",
            "u0061",
            "\":1,\"a\":",
            "\":1}");

    private static final TokenTrie VOCABULARY =
            TokenTrie.of(TOKENS.size(), id -> TOKENS.get(id).getBytes(StandardCharsets.UTF_8));

    private static Matcher matcher(String schema) {
        SchemaGrammar compiled =
                JsonSchema.compile(new JsonText(schema).value(), SchemaOptions.DEFAULTS, GrammarLimits.DEFAULTS);
        assertThat(compiled.namesMayRepeat()).isTrue();
        return new DistinctNames(Constraint.of(compiled.grammar(), VOCABULARY).matcher(), VOCABULARY);
    }

    private static void written(Matcher matcher, String... tokens) {
        for (String token : tokens) {
            assertThat(matcher.accept(TOKENS.indexOf(token))).as(token).isTrue();
        }
    }

    private static TreeSet<String> allowed(Matcher matcher, int tokensLeft) {
        TreeSet<String> texts = new TreeSet<>();
        TokenSet ids = matcher.allowed(tokensLeft);
        for (int id = ids.first(); id >= 0; id = ids.next(id + 1)) {
            texts.add(TOKENS.get(id));
        }
        return texts;
    }

    private static final String MAP = "{\"type\":\"object\",\"additionalProperties\":{\"const\":1}}";

    @Test
    void aNameThatWasUsedDoesNotEnd() {
        Matcher matcher = matcher(MAP);
        written(matcher, "{\"", "a", "\":", "1", ",\"", "a");
        assertThat(allowed(matcher, Integer.MAX_VALUE)).contains("a", "b", "ab").doesNotContain("\"", "\":", "\":1}");
        written(matcher, "b");
        assertThat(allowed(matcher, Integer.MAX_VALUE))
                .contains("\"", "\":", "\":1}")
                .doesNotContain("\":1,\"a\":");
    }

    @Test
    void aNameIsTheSameHoweverItIsSpelled() {
        Matcher matcher = matcher(MAP);
        written(matcher, "{\"", "\\", "n", "\":", "1", ",\"", "\\", "n");
        assertThat(allowed(matcher, Integer.MAX_VALUE)).doesNotContain("\"", "\":");
    }

    @Test
    void aNameIsNotBegunThatWouldHaveToEndAsAUsedOne() {
        Matcher matcher = matcher(MAP);
        written(matcher, "{\"", "\":", "1");
        assertThat(allowed(matcher, 2)).containsExactly("}");
        assertThat(allowed(matcher, 3)).contains("}", ",\"");
        written(matcher, ",\"");
        assertThat(allowed(matcher, 2)).contains("a", "b", "ab").doesNotContain("\":1}");
    }

    @Test
    void otherObjectsHaveTheirOwnNames() {
        Matcher matcher = matcher("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\","
                + "\"additionalProperties\":{\"const\":1}}}");
        written(matcher, "{\"", "a", "\":", "{");
        assertThat(allowed(matcher, Integer.MAX_VALUE)).contains("\"a\"", "\"");
        written(matcher, "\"a\"", ":", "1", "}", ",");
        assertThat(allowed(matcher, Integer.MAX_VALUE)).contains("\"").doesNotContain("\"a\"");
    }

    @Test
    void whereAPatternLeavesNoOtherNameItComesAgain() {
        Matcher matcher =
                matcher("{\"type\":\"object\",\"additionalProperties\":false,\"patternProperties\":{\"^a$\":{}}}");
        written(matcher, "{\"", "a", "\":", "1", ",\"", "a");
        assertThat(allowed(matcher, Integer.MAX_VALUE)).isNotEmpty();
    }

    @Test
    void everyTextHasEachNameOnceAndEndsInTime() {
        Random random = new Random(3);
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        for (int round = 0; round < 2_000; round++) {
            Matcher matcher = matcher(MAP);
            StringBuilder text = new StringBuilder();
            List<String> tokens = new ArrayList<>();
            for (int left = 2 + random.nextInt(20); left > 0; left--) {
                TokenSet ids = matcher.allowed(left);
                if (ids.size() == 0 || (matcher.mayEnd() && random.nextInt(4) == 0)) {
                    break;
                }
                int id = ids.first();
                for (int skip = random.nextInt(ids.size()); skip > 0; skip--) {
                    id = ids.next(id + 1);
                }
                written(matcher, TOKENS.get(id));
                text.append(TOKENS.get(id));
                tokens.add(left + " " + TOKENS.get(id));
            }
            assertThat(matcher.mayEnd()).as(text.toString()).isTrue();
            assertThatCode(() -> strict.readTree(text.toString()))
                    .as(tokens.toString())
                    .doesNotThrowAnyException();
        }
    }
}

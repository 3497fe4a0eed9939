package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ConstrainedText;
import io.github.isotherm.sampling.ListedTexts;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenSequence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchedTextTest {
    private static final ListedTexts TEXTS = new ListedTexts("a", "b", "ab", "<end>");

    private static StepContext behind(int... generated) {
        return StepContext.builder()
                .generated(TokenSequence.of(generated))
                .endOfSequence(3)
                .vocabulary(TEXTS)
                .build();
    }

    private static List<Integer> kept(ConstrainedText text, StepContext context) {
        Candidates candidates = new Candidates(5).load(new float[5]);
        text.process(candidates, context);
        return IntStream.range(0, candidates.size()).mapToObj(candidates::id).toList();
    }

    @Test
    void followsAHistoryForthAndBack() {
        ConstrainedText text = new RegexConstraint("aab").copy();
        assertThat(kept(text, behind())).containsExactly(0);
        assertThat(kept(text, behind(0))).containsExactly(0, 2);
        assertThat(kept(text, behind(0, 2))).containsExactly(3);
        assertThat(kept(text, behind(0))).containsExactly(0, 2);
        ConstrainedText copy = text.copy();
        assertThat(kept(copy, behind(0, 0))).containsExactly(1);
        assertThat(kept(text, behind(0, 2))).containsExactly(3);
        assertThat(kept(new RegexConstraint("b").copy().copy(), behind())).containsExactly(1);
    }

    @Test
    void needsTextsAndAStepBeforeItIsAsked() {
        assertThatThrownBy(() -> kept(
                        new RegexConstraint("a").copy(), StepContext.builder().build()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("without a tokenizer");
        assertThatThrownBy(() -> new RegexConstraint("a").copy().mayEnd(behind()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHistoryThatDoesNotFitIsSaid() {
        assertThatThrownBy(() -> kept(new ChoiceConstraint(List.of("b")).copy(), behind(0)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("Token 0 (\"a\") at place 1");
    }

    @Test
    void whatMustComeIsToldAsFarAsItIsCertain() {
        ConstrainedText text = new RegexConstraint("bbb[ab]").copy();
        text.begin(5, behind());
        assertThat(text.forced(behind(), 5)).containsExactly(1, 1, 1);
        assertThat(text.forced(behind(), 2)).containsExactly(1, 1);
        assertThat(text.writtenAhead(behind(), written -> new int[] {1, 1, 1}, 9))
                .containsExactly(1, 1, 1);
        assertThat(text.writtenAhead(behind(), written -> new int[] {0}, 9)).isEmpty();
        assertThat(text.writtenAhead(behind(), written -> new int[] {1, 1}, 9)).isEmpty();
        assertThat(text.writtenAhead(behind(1, 1, 1), written -> new int[] {1}, 9))
                .isEmpty();
        assertThat(text.mayGoOn(behind(1, 1, 1))).isTrue();
        assertThat(text.mayGoOn(behind(1, 1, 1, 1))).isFalse();
        assertThat(text.mayEnd(behind(1, 1, 1, 1))).isTrue();
    }

    @Test
    void onlyNextHoldsForOneStep() {
        ConstrainedText text = new RegexConstraint("[ab]+").copy();
        text.onlyNext(1);
        assertThat(kept(text, behind())).containsExactly(1);
        assertThat(kept(text, behind())).containsExactly(0, 1, 2);
        text.onlyNext(4);
        assertThat(kept(text, behind())).containsExactly(0, 1, 2);
    }

    @Test
    void noTextFitsIsSaidWhenItIsMade() {
        assertThatThrownBy(() -> JsonSchemaConstraint.of("false"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("No text fits");
        assertThatThrownBy(() -> JsonSchemaConstraint.of("null")).hasMessageContaining("schema is null");
        assertThatThrownBy(() -> new RegexConstraint("a").accepted(0, 1, behind()))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aSchemaTellsWhatItDoesNotEnforce() {
        assertThat(JsonSchemaConstraint.of("{\"type\":\"string\",\"format\":\"color\"}")
                        .notEnforced())
                .singleElement()
                .satisfies(left -> assertThat(left.keyword()).isEqualTo("format"));
        ConstrainedText text = JsonSchemaConstraint.of("{\"type\":\"object\"}").copy();
        text.begin(5, behind());
        assertThat(text.mayEnd(behind())).isFalse();
    }

    @Test
    void anEndThatIsNamedTwiceIsOneCandidateAndNeverAPartOfTheText() {
        StepContext context = StepContext.builder()
                .generated(TokenSequence.of(0))
                .endOfSequence(3, 3, 2)
                .vocabulary(TEXTS)
                .build();
        ConstrainedText text = new RegexConstraint("a(ab)?").copy();
        assertThat(kept(text, context)).containsExactly(0, 2, 3);
        assertThat(text.share().allowed()).isEqualTo(3);
        TextConstraint everything = vocabulary -> new Anything();
        assertThat(kept(everything.copy(), context)).containsExactly(0, 1, 4);
    }

    /** Allows each id and never ends. */
    private static final class Anything implements Matcher {
        @Override
        public Matcher copy() {
            return this;
        }

        @Override
        public boolean accept(int token) {
            return true;
        }

        @Override
        public TokenSet allowed(int tokensLeft) {
            return TokenSet.where(5, id -> true);
        }

        @Override
        public boolean mayEnd() {
            return false;
        }

        @Override
        public int leastTokens() {
            return Integer.MAX_VALUE;
        }
    }
}

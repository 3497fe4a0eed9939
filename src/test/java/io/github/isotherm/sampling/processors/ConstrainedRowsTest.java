package io.github.isotherm.sampling.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.KnownLanguage;
import io.github.isotherm.sampling.ListedTexts;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.TokenBuffer;
import io.github.isotherm.sampling.TokenSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row follows its own history, whoever wrote it, on whichever thread. */
class ConstrainedRowsTest {
    private static final ListedTexts TEXTS = new ListedTexts(KnownLanguage.vocabulary(new Random(42)));
    private static final int PROMPT = TEXTS.size() - 2;
    private static final int END = TEXTS.size() - 1;

    static List<KnownLanguage> languages() {
        return KnownLanguage.all();
    }

    /** A row whose history grows. */
    private static final class Row {
        private final ProcessorChain chain;
        private final TokenBuffer written;
        private final StepContext context;

        Row(TextConstraint constraint) {
            this(ProcessorChain.of(constraint), new TokenBuffer());
        }

        private Row(ProcessorChain chain, TokenBuffer written) {
            this.chain = chain.forRow();
            this.written = written;
            context = StepContext.builder()
                    .prompt(TokenSequence.of(PROMPT))
                    .generated(written)
                    .endOfSequence(END)
                    .vocabulary(TEXTS)
                    .build();
        }

        Row fork() {
            TokenBuffer copy = new TokenBuffer();
            for (int id : written.toArray()) {
                copy.add(id);
            }
            return new Row(chain, copy);
        }

        Set<Integer> allowed() {
            return kept(chain, context);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (int id : written.toArray()) {
                text.append(TEXTS.text(id));
            }
            return text.toString();
        }
    }

    private static Set<Integer> kept(ProcessorChain chain, StepContext context) {
        Candidates candidates = new Candidates(TEXTS.size()).load(new float[TEXTS.size()]);
        chain.process(candidates, context);
        Set<Integer> ids = new TreeSet<>();
        for (int i = 0; i < candidates.size(); i++) {
            ids.add(candidates.id(i));
        }
        return ids;
    }

    /** Goes on at random; every mask is asked for twice. False where only the end may come. */
    private static boolean walk(KnownLanguage language, Row row, Random random) {
        Set<Integer> allowed = row.allowed();
        assertThat(allowed).as("behind <%s>", row.text()).isEqualTo(language.allowed(TEXTS, row.text(), Set.of(END)));
        assertThat(row.allowed()).isEqualTo(allowed);
        List<Integer> next = new ArrayList<>(allowed);
        next.remove((Integer) END);
        if (next.isEmpty()) {
            return false;
        }
        row.written.add(next.get(random.nextInt(next.size())));
        return true;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void forksGoTheirOwnWays(KnownLanguage language) {
        Random random = new Random(5);
        for (int time = 0; time < 30; time++) {
            Row first = new Row(language.constraint());
            boolean goesOn = true;
            while (goesOn && first.written.size() < 8) {
                Row fork = first.fork();
                walk(language, fork, random);
                goesOn = walk(language, first, random);
                walk(language, fork, random);
            }
        }
    }

    @Test
    void manyThreadsWithMoreConstraintsThanAreKeptSeeTheirOwnMasks() throws Exception {
        List<KnownLanguage> many = new ArrayList<>(languages());
        for (int n = 1; n <= 90; n++) {
            int count = n;
            many.add(new KnownLanguage(
                    new RegexConstraint("(ab|x){" + count + "}"),
                    text -> text.matches("(ab|x){" + count + "}"),
                    text -> text.matches("(ab|x){0," + count + "}") || text.matches("(ab|x){0," + (count - 1) + "}a")));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> walks = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Random random = new Random(1000L + thread);
                List<KnownLanguage> order = new ArrayList<>(many);
                Collections.shuffle(order, random);
                walks.add(() -> walks(order, random));
            }
            int steps = 0;
            for (Future<Integer> walked : threads.invokeAll(walks)) {
                steps += walked.get();
            }
            System.out.printf("%d constraints, 8 threads: %d masks are right%n", many.size(), steps);
            assertThat(steps).isGreaterThan(8 * many.size());
        } finally {
            threads.shutdownNow();
        }
    }

    private static int walks(List<KnownLanguage> order, Random random) {
        int steps = 0;
        for (KnownLanguage language : order) {
            Row row = new Row(language.constraint());
            do {
                steps++;
            } while (walk(language, row, random) && row.written.size() < 6);
        }
        return steps;
    }

    @Test
    void aHistoryThatGoesBackIsReadAnew() {
        ProcessorChain row =
                ProcessorChain.of(new ChoiceConstraint(List.of("abab", "xy"))).forRow();
        assertThat(TEXTS.text(id("ab"))).isEqualTo("ab");
        assertThat(texts(kept(row, after(id("ab"), id("ab"))))).containsOnly("<end>");
        assertThat(texts(kept(row, after(id("x"))))).containsOnly("y");
    }

    @Test
    void aForcedFirstTokenIsPartOfTheText() {
        LogitsProcessor forced = new ForcedFirstToken(id("x"));
        ProcessorChain chain = ProcessorChain.of(forced, new ChoiceConstraint(List.of("xy", "ab")));
        assertThat(texts(kept(chain.forRow(), after()))).containsOnly("x");
        assertThat(texts(kept(chain.forRow(), after(id("x"))))).containsOnly("y");
        assertThatThrownBy(() -> kept(
                        ProcessorChain.of(forced, new ChoiceConstraint(List.of("ab")))
                                .forRow(),
                        after()))
                .hasMessage("After choice no token is left to draw from: those that it allows here had been dropped by"
                        + " forced-first-token; loosen one of them.");
    }

    @Test
    void refusesAHistoryThatDoesNotFit() {
        ProcessorChain chain = ProcessorChain.of(new ChoiceConstraint(List.of("xy", "ab")));
        assertThatThrownBy(() -> kept(chain.forRow(), after(id("x"), id("b"))))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessage("Token " + id("b")
                        + " (\"b\") at place 2 of the answer does not fit the constraint, so nothing can"
                        + " follow it; begin the answer as the constraint asks for.");
        assertThatThrownBy(() -> kept(chain.forRow(), after(END)))
                .hasMessageStartingWith("Token " + END + " (\"<end>\") at place 1 of the answer does not fit");
    }

    @Test
    void thePromptIsNoPartOfTheTextUnlessItIsBranched() {
        ProcessorChain chain = ProcessorChain.of(new ChoiceConstraint(List.of("xy", "ab")));
        StepContext.Builder context = StepContext.builder()
                .prompt(TokenSequence.of(PROMPT, id("x")))
                .endOfSequence(END)
                .vocabulary(TEXTS);
        assertThat(texts(kept(chain.forRow(), context.build()))).contains("x", "a", "ab");
        assertThat(texts(kept(chain.forRow(), context.answerStart(1).build()))).containsOnly("y");
    }

    private static int id(String text) {
        for (int id = 0; id < TEXTS.size(); id++) {
            if (TEXTS.text(id).equals(text)) {
                return id;
            }
        }
        throw new AssertionError(text);
    }

    private static Set<String> texts(Set<Integer> ids) {
        Set<String> texts = new TreeSet<>();
        ids.forEach(id -> texts.add(TEXTS.text(id)));
        return texts;
    }

    private static StepContext after(int... written) {
        return StepContext.builder()
                .prompt(TokenSequence.of(PROMPT))
                .generated(TokenSequence.of(written))
                .endOfSequence(END)
                .vocabulary(TEXTS)
                .build();
    }
}

package io.github.isotherm.cli;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.PreparedPrompt;
import io.github.isotherm.next.TemperatureChain;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.report.FirstLook.Piece;
import io.github.isotherm.report.PieceText;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.TraceOptions;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The prompt of {@code live}, which grows when a token is branched into. The model runs once for each prompt. */
final class LivePrompt {
    private static final int COMPLETED = 24;

    private final LocalModel model;
    private final List<TemperatureSweep.Word> words = new ArrayList<>();
    private final Deque<int[]> prompts = new ArrayDeque<>();
    private long seed;
    private PreparedPrompt prepared;
    private String text;

    LivePrompt(LocalModel model, String written, List<String> candidates, long seed) {
        this.model = model;
        this.seed = seed;
        candidates.forEach(word -> words.add(model.word(word)));
        prompts.push(model.encodePrompt(written));
        text = written;
        prepared = prepared();
    }

    private PreparedPrompt prepared() {
        return model.prepare(ids(), branched(), words, new Cancellation());
    }

    /** How many tokens were branched into. */
    private int branched() {
        return prompts.size() - 1;
    }

    private int[] ids() {
        return prompts.element();
    }

    long seed() {
        return seed;
    }

    /** To another seed, from 0 up. */
    void moveSeed(int by) {
        seed = Checks.seed(seed + by);
    }

    /** The text so far, forced tokens included. */
    String text() {
        return text;
    }

    Vocabulary vocabulary() {
        return model.vocabulary();
    }

    /** Adds words, separated by commas as those of {@code --candidates}: all of them, or none where one is no word. */
    void add(String typed) {
        List<TemperatureSweep.Word> added =
                Arrays.stream(typed.split(",", -1)).map(model::word).toList();
        words.addAll(added);
        prepare();
    }

    /** Forgets the last word, if there is one. */
    void removeWord() {
        if (!words.isEmpty()) {
            words.remove(words.size() - 1);
            prepare();
        }
    }

    private void prepare() {
        prepared = prepared();
        text = model.decode(ids());
    }

    /** Continues with a token, as if it had been drawn. */
    void branch(int token) {
        int[] longer = Arrays.copyOf(ids(), ids().length + 1);
        longer[longer.length - 1] = token;
        prompts.push(longer);
        prepare();
    }

    /** Takes the last branch back. */
    void back() {
        if (prompts.size() > 1) {
            prompts.pop();
            prepare();
        }
    }

    /** The distribution at the temperature that is set, and then those at others, with the same chain. */
    List<Distribution> next(LiveSettings settings, List<Double> others, int top) {
        List<Double> temperatures = new ArrayList<>(List.of(settings.temperature()));
        temperatures.addAll(others);
        return prepared.next(settings.chain(), temperatures, top).distributions();
    }

    /** What a completion makes of the prompt with these settings and the seed: its tokens, each with the model's probability of it. */
    List<Piece> completed(LiveSettings settings, Consumer<List<Piece>> told, Cancellation cancellation) {
        CompletionOptions options = CompletionOptions.defaults()
                .chain(TemperatureChain.at(settings.chain(), settings.temperature()))
                .seed(seed)
                .branched(branched())
                .maxTokens(COMPLETED)
                .trace(TraceOptions.top(0));
        Written written = new Written(told);
        String text = model.complete(ids(), options, written, cancellation).text();
        return written.as(text);
    }

    /** Collects tokens as they come. Mutable; serves one completion. */
    private final class Written implements GenerationListener {
        private final Consumer<List<Piece>> told;
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Written(Consumer<List<Piece>> told) {
            this.told = told;
        }

        @Override
        public void onToken(int id, @Nullable StepTrace trace) {
            double probability = trace == null ? Double.NaN : Math.exp(trace.logprobRaw());
            pieces.add(new Piece(model.vocabulary().text(id), probability));
        }

        @Override
        public void onText(String piece) {
            text.append(piece);
            told.accept(as(text.toString()));
        }

        /** The text in its tokens; where those are no whole characters, or are held back, as one. */
        private List<Piece> as(String whole) {
            String shown = whole.strip();
            int from = whole.indexOf(shown);
            return PieceText.joined(pieces).startsWith(whole)
                    ? PieceText.part(pieces, from, from + shown.length())
                    : List.of(new Piece(shown, 1));
        }
    }
}

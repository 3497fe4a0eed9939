package io.github.isotherm.next;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.Sentence;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ScoredPrompt;
import io.github.isotherm.math.Entropy;
import io.github.isotherm.next.NextTokens.Candidate;
import io.github.isotherm.next.NextTokens.Distribution;
import io.github.isotherm.next.NextTokens.Rest;
import io.github.isotherm.next.NextTokens.TopToken;
import io.github.isotherm.sampling.Candidates;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.StepContext;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.StepTracer;
import io.github.isotherm.sampling.TraceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass, exact distributions at many temperatures.
 *
 * @param chain the processors beside temperature, in order; its own temperature is exchanged
 * @param temperatures each ≥ 0, at least one
 * @param top how many of the most probable tokens to list, ≥ 0
 * @param words texts to score and their token ids
 * @param branched how many ids at the end of the prompt were forced as if they had been drawn; a constraint begins before them
 */
public record TemperatureSweep(
        ProcessorChain chain, List<Double> temperatures, int top, List<Word> words, int branched) {
    /** So many temperatures at most, to bound time and memory. */
    public static final int MOST_TEMPERATURES = 1000;

    /** So many words at most, to bound time and memory. */
    public static final int MOST_WORDS = 10_000;

    /**
     * A sweep right behind the prompt.
     *
     * @param chain the processors beside temperature, in order; its own temperature is exchanged
     * @param temperatures each ≥ 0, at least one
     * @param top how many of the most probable tokens to list, ≥ 0
     * @param words texts to score and their token ids
     */
    public TemperatureSweep(ProcessorChain chain, List<Double> temperatures, int top, List<Word> words) {
        this(chain, temperatures, top, words, 0);
    }

    /**
     * The same sweep behind a branch.
     *
     * @param ids how many ids at the end of the prompt are the branch's, ≥ 0
     * @return the changed sweep
     */
    public TemperatureSweep withBranched(int ids) {
        return new TemperatureSweep(chain, temperatures, top, words, ids);
    }

    /** Checks the ranges. */
    public TemperatureSweep {
        temperatures = List.copyOf(temperatures);
        words = List.copyOf(words);
        Checks.atLeast("top", top, 0);
        Checks.atMost("the number of temperatures", temperatures.size(), MOST_TEMPERATURES);
        Checks.atMost("the number of candidates", words.size(), MOST_WORDS);
        Checks.atLeast("branched", branched, 0);
        if (temperatures.isEmpty()) {
            throw new InvalidValueException(
                    Sentence.of("temperatures.none", "No temperature is given but at least one is needed, such as 1."));
        }
        temperatures.forEach(t -> TemperatureChain.at(ProcessorChain.EMPTY, t));
    }

    /**
     * A text to score.
     *
     * @param text the text
     * @param ids its token ids, at least one
     */
    public record Word(String text, List<Integer> ids) {
        /** Refuses a text without tokens. */
        public Word {
            ids = List.copyOf(ids);
            if (ids.isEmpty()) {
                throw new InvalidValueException(Sentence.of(
                        "candidate.empty",
                        "A candidate is empty but must have at least one token; leave it out of the list."));
            }
        }

        /**
         * Its ids.
         *
         * @return a copy
         */
        public int[] toArray() {
            return ids.stream().mapToInt(id -> id).toArray();
        }
    }

    /**
     * Computes all distributions.
     *
     * @param prompt the prompt, and what processors may know beside it
     * @param scored what the model says after the prompt and inside the words
     * @return the distributions
     */
    public NextTokens over(PromptContext prompt, ScoredPrompt scored) {
        return over(prompt, scored, new Cancellation());
    }

    /**
     * Computes all distributions.
     *
     * @param prompt the prompt, and what processors may know beside it
     * @param scored what the model says after the prompt and inside the words
     * @param cancellation stops it from another thread, between two words
     * @return the distributions
     * @throws io.github.isotherm.error.CancelledException when it was stopped
     */
    public NextTokens over(PromptContext prompt, ScoredPrompt scored, Cancellation cancellation) {
        List<int[]> continuations = words.stream().map(Word::toArray).toList();
        return over(
                CandidateScorer.over(prompt, scored, continuations),
                prompt,
                scored.promptLogits(),
                List.of(),
                cancellation);
    }

    /** The same, and the way through the chain of some tokens more. */
    NextTokens over(
            CandidateScorer scorer,
            PromptContext prompt,
            float[] logits,
            List<Integer> watched,
            Cancellation cancellation) {
        Candidates buffer = new Candidates(logits.length);
        StepContext context = prompt.first();
        List<Distribution> distributions = new ArrayList<>();
        TraceOptions watching = new TraceOptions(0, false, true, true, watched(buffer.load(logits), watched));
        for (double temperature : temperatures) {
            cancellation.check();
            ProcessorChain at = TemperatureChain.at(chain, temperature);
            ProcessorChain row = at.forRow();
            StepTracer tracer = new StepTracer(watching, row);
            row.process(buffer.load(logits), context, tracer);
            distributions.add(distribution(temperature, at, buffer, scorer, tracer, cancellation));
        }
        return new NextTokens(logits.length, distributions);
    }

    /** The model's most probable tokens, the words of one token, and those asked for: whose way through the chain is told. */
    private List<Integer> watched(Candidates raw, List<Integer> asked) {
        Set<Integer> ids = new LinkedHashSet<>();
        int count = Math.min(top, raw.size());
        int[] order = raw.largest(count);
        for (int rank = 0; rank < count; rank++) {
            ids.add(raw.id(order[rank]));
        }
        words.stream()
                .filter(word -> word.ids().size() == 1)
                .forEach(word -> ids.add(word.ids().get(0)));
        ids.addAll(asked);
        return List.copyOf(ids);
    }

    private Distribution distribution(
            double temperature,
            ProcessorChain at,
            Candidates buffer,
            CandidateScorer scorer,
            StepTracer tracer,
            Cancellation cancellation) {
        List<TopToken> best = new ArrayList<>();
        int count = Math.min(top, buffer.size());
        int[] order = buffer.largest(count);
        double listed = 0;
        for (int rank = 1; rank <= count; rank++) {
            int i = order[rank - 1];
            best.add(new TopToken(buffer.id(i), buffer.rawLogit(buffer.id(i)), buffer.probability(i), rank));
            listed += buffer.probability(i);
        }
        double left = buffer.size() == count ? 0 : Math.max(0, 1 - listed);
        StepTrace trace = tracer.taken(0, buffer, buffer.argmax());
        return new Distribution(
                temperature,
                at.toString(),
                buffer.entropy(),
                Entropy.effective(buffer.entropy()),
                buffer.size(),
                nucleus(buffer),
                tail(buffer),
                trace.stages(),
                best,
                new Rest(buffer.size() - count, left),
                candidates(at, buffer, scorer, cancellation),
                trace.allowed());
    }

    private static int nucleus(Candidates buffer) {
        double[] weights = buffer.weights();
        int last = buffer.lastReaching(weights, NextTokens.NUCLEUS, false);
        int count = 0;
        for (int i = 0; i < buffer.size(); i++) {
            count += weights[i] > weights[last] || (weights[i] == weights[last] && i <= last) ? 1 : 0;
        }
        return count;
    }

    private static double tail(Candidates buffer) {
        double sum = 0;
        for (int i = 0; i < buffer.size(); i++) {
            double p = buffer.probability(i);
            sum += p < NextTokens.TAIL ? p : 0;
        }
        return sum;
    }

    private List<Candidate> candidates(
            ProcessorChain at, Candidates buffer, CandidateScorer scorer, Cancellation cancellation) {
        double[] logprobs = new double[words.size()];
        Arrays.setAll(logprobs, i -> {
            cancellation.check();
            return scorer.logprob(i, at);
        });
        double all = Arrays.stream(logprobs).map(Math::exp).sum();
        List<Candidate> scored = new ArrayList<>();
        for (int i = 0; i < logprobs.length; i++) {
            cancellation.check();
            Word word = words.get(i);
            double probability = Math.exp(logprobs[i]);
            double share = all > 0 ? probability / all : 0;
            scored.add(new Candidate(word.text(), word.ids(), logprobs[i], probability, share, rank(buffer, word)));
        }
        return scored;
    }

    private static @Nullable Integer rank(Candidates buffer, Word word) {
        int i = word.ids().size() == 1 ? buffer.indexOf(word.ids().get(0)) : -1;
        if (i < 0) {
            return null;
        }
        double logit = buffer.logit(i);
        int rank = 1;
        for (int other = 0; other < buffer.size(); other++) {
            double rival = buffer.logit(other);
            rank += rival > logit || (rival == logit && other < i) ? 1 : 0;
        }
        return rank;
    }
}

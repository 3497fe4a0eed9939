package io.github.isotherm.sampling.catalog;

import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.processors.AdaptiveP;
import io.github.isotherm.sampling.processors.AllowedTokens;
import io.github.isotherm.sampling.processors.BadWords;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.Dry;
import io.github.isotherm.sampling.processors.DynamicTemperature;
import io.github.isotherm.sampling.processors.EpsilonCutoff;
import io.github.isotherm.sampling.processors.EtaCutoff;
import io.github.isotherm.sampling.processors.ExponentialDecayLength;
import io.github.isotherm.sampling.processors.ForcedFirstToken;
import io.github.isotherm.sampling.processors.ForcedLastToken;
import io.github.isotherm.sampling.processors.FrequencyPenalty;
import io.github.isotherm.sampling.processors.GbnfConstraint;
import io.github.isotherm.sampling.processors.Guidance;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import io.github.isotherm.sampling.processors.LogitBias;
import io.github.isotherm.sampling.processors.MinLength;
import io.github.isotherm.sampling.processors.MinNewTokens;
import io.github.isotherm.sampling.processors.MinP;
import io.github.isotherm.sampling.processors.Mirostat;
import io.github.isotherm.sampling.processors.NoRepeatNgram;
import io.github.isotherm.sampling.processors.PLess;
import io.github.isotherm.sampling.processors.PresencePenalty;
import io.github.isotherm.sampling.processors.RegexConstraint;
import io.github.isotherm.sampling.processors.Repair;
import io.github.isotherm.sampling.processors.RepetitionPenalty;
import io.github.isotherm.sampling.processors.SequenceBias;
import io.github.isotherm.sampling.processors.SuppressTokens;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TopH;
import io.github.isotherm.sampling.processors.TopK;
import io.github.isotherm.sampling.processors.TopNSigma;
import io.github.isotherm.sampling.processors.TopP;
import io.github.isotherm.sampling.processors.TypicalP;
import io.github.isotherm.sampling.processors.Xtc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one list of the built-in processors: a new one is its record and a row here. */
final class BuiltInProcessors {
    /** Stands for a default where a value must be given. */
    private static final @Nullable Object REQUIRED = null;

    static final List<ProcessorType> ALL = List.of(
            row(
                            "temperature",
                            Temperature.class,
                            "Divides the logits: below 1 sharpens the distribution, above 1 flattens it, 0 always takes the most probable token.")
                    .takes("t", 1, Range.atLeast(0))
                    .off("1")
                    .first("0.7")
                    .configuredBy("temperature")
                    .stands(Stage.TRUNCATE, 1, 11, 1),
            row(
                            "dynamic_temperature",
                            DynamicTemperature.class,
                            "A temperature that rises with the entropy of the candidates, from t − range to t + range.")
                    .takes("t", 1, Range.atLeast(0))
                    .takes("range", 0, Range.atLeast(0))
                    .takes("exponent", 1, Range.FINITE)
                    .off("1")
                    .first("t=1, range=0.5")
                    .stands(Stage.TRUNCATE, 2, 12, 2),
            row("top_k", TopK.class, "Keeps the k most probable tokens.")
                    .takes("k", 0, Range.whole(0))
                    .takes("keep_ties", false)
                    .takes("min_keep", 1, Range.whole(1))
                    .off("0")
                    .first("40")
                    .configuredBy(ConfigurationKey.counts("top_k", "k"))
                    .stands(Stage.TRUNCATE, 4, 2, 4),
            row("top_p", TopP.class, "Keeps the fewest most probable tokens whose probabilities reach p together.")
                    .takes("p", 1, Range.between(0, 1))
                    .takes("keep_ties", false)
                    .takes("min_keep", 1, Range.whole(1))
                    .off("1")
                    .first("0.9")
                    .configuredBy(ConfigurationKey.sets("top_p", "p").offWhere(p -> p >= 1))
                    .stands(Stage.TRUNCATE, 5, 4, 3),
            row("min_p", MinP.class, "Keeps tokens of at least p times the probability of the most probable one.")
                    .takes("p", 0, Range.between(0, 1))
                    .takes("min_keep", 1, Range.whole(1))
                    .off("0")
                    .first("0.05")
                    .configuredBy("min_p")
                    .stands(Stage.TRUNCATE, 6, 5, 5),
            row(
                            "typical_p",
                            TypicalP.class,
                            "Keeps the tokens whose surprise is nearest to the entropy until their probabilities reach p.")
                    .takes("p", 1, Range.aboveUpTo(0, 1))
                    .takes("keep_ties", false)
                    .takes("min_keep", 1, Range.whole(1))
                    .off("1")
                    .first("0.9")
                    .configuredBy(ConfigurationKey.sets("typical_p", "p").offWhere(p -> p >= 1))
                    .stands(Stage.TRUNCATE, 7, 3, 6),
            row("epsilon_cutoff", EpsilonCutoff.class, "Keeps tokens of at least the probability epsilon.")
                    .takes("epsilon", 0, Range.fromBelow(0, 1))
                    .takes("min_keep", 1, Range.whole(1))
                    .off("0")
                    .first("0.0003")
                    .configuredBy(
                            ConfigurationKey.sets("epsilon_cutoff", "epsilon").offWhere(e -> e <= 0 || e >= 1))
                    .stands(Stage.TRUNCATE, 8, 7, 7),
            row(
                            "eta_cutoff",
                            EtaCutoff.class,
                            "Keeps tokens of at least the probability epsilon, or less where the entropy is high.")
                    .takes("epsilon", 0, Range.fromBelow(0, 1))
                    .takes("min_keep", 1, Range.whole(1))
                    .off("0")
                    .first("0.0003")
                    .configuredBy(ConfigurationKey.sets("eta_cutoff", "epsilon").offWhere(e -> e <= 0 || e >= 1))
                    .stands(Stage.TRUNCATE, 9, 8, 8),
            row(
                            "top_n_sigma",
                            TopNSigma.class,
                            "Keeps tokens whose logit is within n standard deviations of the largest.")
                    .takes("n", 0, Range.atLeast(0))
                    .off("0")
                    .first("1")
                    .stands(Stage.TRUNCATE, 10, 1, 10),
            row("top_h", TopH.class, "Keeps the most probable tokens until their share of the entropy would exceed h.")
                    .takes("h", 1, Range.aboveUpTo(0, 1))
                    .takes("top_n", 100, Range.whole(1))
                    .off("1")
                    .first("0.4")
                    .configuredBy("top_h")
                    .stands(Stage.TRUNCATE, 3, 6, 9),
            row("p_less", PLess.class, "Keeps tokens at least as probable as the sum of all squared probabilities.")
                    .stands(Stage.TRUNCATE, 11, 9, 11),
            row(
                            "xtc",
                            Xtc.class,
                            "With a probability, drops all tokens that reach a threshold but the least probable of them.")
                    .takes("probability", 0, Range.between(0, 1))
                    .takes("threshold", 0.1, Range.between(0, 1))
                    .takes("min_keep", 1, Range.whole(1))
                    .takes("exempt", List.of())
                    .off("0")
                    .first("probability=0.5, threshold=0.1")
                    .stands(Stage.TRUNCATE, 12, 10, 12),
            row(
                            "dry",
                            Dry.class,
                            "Lowers every token that would carry on a repetition, the more the longer it already is.")
                    .takes("multiplier", 0, Range.atLeast(0))
                    .takes("base", 1.75, Range.above(1))
                    .takes("allowed_length", 2, Range.whole(1))
                    .takes("last_n", -1, Range.whole(-1))
                    .takes("sequence_breakers", List.of())
                    .off("0")
                    .first("0.8")
                    .stands(Stage.PENALIZE, 5),
            row(
                            "mirostat",
                            Mirostat.class,
                            "Cuts the tail so that the surprise of the drawn tokens stays near tau bits.")
                    .takes("tau", 5, Range.atLeast(0))
                    .takes("eta", 0.1, Range.atLeast(0))
                    .first("5")
                    .stands(Stage.DRAW, 1),
            row(
                            "adaptive_p",
                            AdaptiveP.class,
                            "Favours tokens whose probability is near the target, and follows what was drawn before.")
                    .takes("target", -1, Range.between(0, 1))
                    .takes("decay", 0.9, Range.between(0, 0.99))
                    .off("-1")
                    .first("0.5")
                    .stands(Stage.DRAW, 2),
            row(
                            "repetition_penalty",
                            RepetitionPenalty.class,
                            "Makes tokens that occurred less likely, once for each, by dividing their logit.")
                    .takes("penalty", 1, Range.above(0))
                    .takes("last_n", -1, Range.whole(-1))
                    .takes("ignore_prompt", false)
                    .off("1")
                    .first("1.1")
                    .configuredBy("repetition_penalty")
                    .stands(Stage.PENALIZE, 2),
            row(
                            "frequency_penalty",
                            FrequencyPenalty.class,
                            "Lowers the logits of tokens by the penalty for each time they occurred.")
                    .takes("penalty", 0, Range.FINITE)
                    .takes("last_n", -1, Range.whole(-1))
                    .takes("ignore_prompt", true)
                    .off("0")
                    .first("0.5")
                    .stands(Stage.PENALIZE, 3),
            row(
                            "presence_penalty",
                            PresencePenalty.class,
                            "Lowers the logits of tokens that occurred by the penalty, once for each.")
                    .takes("penalty", 0, Range.FINITE)
                    .takes("last_n", -1, Range.whole(-1))
                    .takes("ignore_prompt", true)
                    .off("0")
                    .first("0.5")
                    .stands(Stage.PENALIZE, 4),
            row(
                            "no_repeat_ngram",
                            NoRepeatNgram.class,
                            "Drops tokens that would complete a sequence of n tokens that occurred before.")
                    .takes("n", 0, Range.whole(0))
                    .takes("source", List.of())
                    .off("0")
                    .first("3")
                    .configuredBy(ConfigurationKey.counts("no_repeat_ngram_size", "n"))
                    .stands(Stage.PENALIZE, 1),
            row("logit_bias", LogitBias.class, "Adds a number to the logits of given tokens; -inf bans them.")
                    .takes("bias", Map.of())
                    .off("{}")
                    .stands(Stage.BIAS, 1),
            row(
                            "sequence_bias",
                            SequenceBias.class,
                            "Adds a number to the logit of the last token of given sequences where the rest of it stands before.")
                    .takes("bias", List.of())
                    .off("[]")
                    .configuredBy(ConfigurationKey.pairs("sequence_bias", "bias", "ids", "bias"))
                    .stands(Stage.BIAS, 2),
            row(
                            "bad_words",
                            BadWords.class,
                            "Drops the last token of given sequences where the rest of it stands before.")
                    .takes("ids", List.of())
                    .off("[]")
                    .configuredBy(ConfigurationKey.sequencesWithoutEnds("bad_words_ids", "ids"))
                    .stands(Stage.BIAS, 3),
            row("allowed_tokens", AllowedTokens.class, "Keeps only the given tokens.")
                    .takes("ids", REQUIRED)
                    .stands(Stage.BIAS, 4),
            row("suppress_tokens", SuppressTokens.class, "Drops the given tokens.")
                    .takes("ids", List.of())
                    .off("[]")
                    .configuredBy("suppress_tokens")
                    .stands(Stage.BIAS, 5),
            row(
                            "json_schema",
                            JsonSchemaConstraint.class,
                            "Makes the text an instance of a JSON schema, closed within the most tokens.")
                    .takes("schema", REQUIRED)
                    .takes("open", false)
                    .takes("order", SchemaOptions.Order.SCHEMA)
                    .takes("whitespace", SchemaOptions.Whitespace.DEFAULT)
                    .takes("one_of_as_any_of", false)
                    .first("\"{\\\"type\\\": \\\"string\\\"}\"")
                    .fileUnless(BuiltInProcessors::isJson)
                    .stands(Stage.CONSTRAIN, 1),
            row(
                            "regex",
                            RegexConstraint.class,
                            "Makes the whole text match a regular expression, within the most tokens.")
                    .takes("pattern", REQUIRED)
                    .first("\"[0-9]{1,4}\"")
                    .stands(Stage.CONSTRAIN, 2),
            row("choice", ChoiceConstraint.class, "Makes the text one of the given ones.")
                    .takes("texts", REQUIRED)
                    .first("[\"yes\", \"no\"]")
                    .stands(Stage.CONSTRAIN, 3),
            row("gbnf", GbnfConstraint.class, "Makes the text fit a grammar in GBNF, within the most tokens.")
                    .takes("grammar", REQUIRED)
                    .first("grammar=\"root ::= \\\"a\\\" root \\\"b\\\" | \\\"c\\\"\"")
                    .fileUnless(text -> text.contains("::="))
                    .stands(Stage.CONSTRAIN, 4),
            row("forced_first_token", ForcedFirstToken.class, "Makes the given token the first of the completion.")
                    .takes("id", REQUIRED, Range.whole(0))
                    .stands(Stage.FORCE, 1),
            row(
                            "forced_last_token",
                            ForcedLastToken.class,
                            "Makes one of the given tokens the last where prompt and completion reach a length.")
                    .takes("ids", REQUIRED)
                    .takes("max_length", REQUIRED, Range.whole(1))
                    .stands(Stage.FORCE, 2),
            row("min_new_tokens", MinNewTokens.class, "Keeps the completion from ending before it has n tokens.")
                    .takes("n", 0, Range.whole(0))
                    .takes("eos_ids", List.of())
                    .off("0")
                    .first("10")
                    .configuredBy(ConfigurationKey.counts("min_new_tokens", "n"))
                    .stands(Stage.BIAS, 7),
            row(
                            "min_length",
                            MinLength.class,
                            "Keeps the completion from ending before it has, with its prompt, n tokens.")
                    .takes("n", 0, Range.whole(0))
                    .takes("eos_ids", List.of())
                    .off("0")
                    .first("20")
                    .configuredBy(ConfigurationKey.counts("min_length", "n"))
                    .stands(Stage.BIAS, 6),
            row(
                            "exponential_decay_length",
                            ExponentialDecayLength.class,
                            "Makes the end more likely with every token after the first of start.")
                    .takes("start", REQUIRED, Range.whole(0))
                    .takes("factor", REQUIRED, Range.above(0))
                    .takes("eos_ids", List.of())
                    .first("start=50, factor=1.05")
                    .configuredBy(ConfigurationKey.lists("exponential_decay_length_penalty", "start", "factor"))
                    .stands(Stage.PENALIZE, 6),
            row(
                            "guidance",
                            Guidance.class,
                            "Moves the distribution away from that of logits without the condition (classifier-free guidance).")
                    .takes("scale", 1, Range.FINITE)
                    .takes("unconditional", List.of())
                    .off("1")
                    .stands(Stage.GUIDE, 1),
            row(
                            "repair",
                            Repair.class,
                            "Replaces NaN by 0 and infinities by the largest and lowest finite float; may only stand first.")
                    .configuredBy(ConfigurationKey.turnsOn("remove_invalid_values"))
                    .stands(Stage.REPAIR, 1));

    private BuiltInProcessors() {}

    private static boolean isJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{")
                || start.strip().equals("true")
                || start.strip().equals("false");
    }

    private static ProcessorType.Builder row(String name, Class<? extends LogitsProcessor> type, String meaning) {
        return ProcessorType.of(name, type, meaning);
    }

    static Optional<ProcessorType> typeOf(LogitsProcessor processor) {
        return ALL.stream().filter(type -> type.makes(processor)).findFirst();
    }

    static Optional<ProcessorType> named(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}

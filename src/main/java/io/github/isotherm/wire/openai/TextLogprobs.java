package io.github.isotherm.wire.openai;

import io.github.isotherm.generate.TokenScore;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log-probabilities of a completion's choice, piece by piece: four lists of one entry a token. A token of its own place is told
 * in {@code top_logprobs} too, by the same number, and tokens of the same text are kept apart. One choice has one; not
 * thread-safe.
 */
public final class TextLogprobs {
    private final TokenNames names;
    private final TextOffsets offsets;

    /**
     * Of a choice.
     *
     * @param vocabulary the texts of the tokens, or null where the model has none
     */
    public TextLogprobs(@Nullable Vocabulary vocabulary) {
        names = new TokenNames(vocabulary);
        offsets = new TextOffsets(vocabulary, 0);
    }

    /**
     * The prompt's, which the choice begins with.
     *
     * @param text the prompt as the choice writes it
     * @param tokens all of it
     * @return {@code tokens, token_logprobs, top_logprobs, text_offset}; null for the first of the middle two
     */
    public Map<String, Object> prompt(String text, List<TextToken> tokens) {
        int[] ids = tokens.stream().mapToInt(TextToken::id).toArray();
        return json(tokens, offsets.of(text, ids));
    }

    /**
     * Those of the tokens that come next.
     *
     * @param tokens the next ones
     * @return {@code tokens, token_logprobs, top_logprobs, text_offset}
     */
    public Map<String, Object> next(List<TextToken> tokens) {
        return json(
                tokens,
                tokens.stream().mapToInt(token -> offsets.next(token.id())).toArray());
    }

    /**
     * Two pieces as one.
     *
     * @param first the first piece
     * @param second what follows it
     * @return both
     */
    public static Map<String, Object> joined(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> joined = new LinkedHashMap<>();
        first.forEach((name, list) -> {
            List<@Nullable Object> all = new ArrayList<>((List<?>) list);
            all.addAll((List<?>) second.getOrDefault(name, List.of()));
            joined.put(name, all);
        });
        return joined;
    }

    private Map<String, Object> json(List<TextToken> tokens, int[] places) {
        List<String> texts = new ArrayList<>();
        List<@Nullable Double> logprobs = new ArrayList<>();
        List<@Nullable Map<String, Double>> tops = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            TextToken token = tokens.get(i);
            Double logprob = token.logprob();
            texts.add(names.of(token.id()));
            logprobs.add(logprob == null ? null : Double.valueOf(LogprobsMode.written(logprob)));
            tops.add(logprob == null ? null : top(token, LogprobsMode.written(logprob)));
            starts.add(places[i]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tokens", texts);
        json.put("token_logprobs", logprobs);
        json.put("top_logprobs", tops);
        json.put("text_offset", starts);
        return json;
    }

    private Map<String, Double> top(TextToken token, double own) {
        String ownName = names.of(token.id());
        Map<String, Double> top = new LinkedHashMap<>();
        for (TokenScore.Alternative one : token.top()) {
            if (one.id() == token.id()) {
                top.put(ownName, own);
                continue;
            }
            String name = names.of(one.id());
            boolean isTaken = name.equals(ownName) || top.containsKey(name);
            top.put(isTaken ? TokenNames.byId(one.id()) : name, LogprobsMode.written(one.logprob()));
        }
        top.putIfAbsent(ownName, own);
        return top;
    }
}

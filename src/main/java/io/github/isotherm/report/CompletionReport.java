package io.github.isotherm.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.isotherm.Completion;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.sampling.AllowedShare;
import io.github.isotherm.sampling.StepTrace;
import io.github.isotherm.sampling.Vocabulary;

/** A completion as JSON. */
public final class CompletionReport {
    private CompletionReport() {}

    /**
     * One JSON object: {@code text, finish_reason, usage, seed, model, chain, tokens}.
     *
     * @param completion with traces
     * @param vocabulary the texts of its tokens
     * @return one line
     */
    public static String json(Completion completion, Vocabulary vocabulary) {
        ObjectNode root = JsonNodes.object();
        root.put("text", completion.text());
        root.put("finish_reason", completion.finishReason().toString());
        ObjectNode usage = root.putObject("usage");
        int prompt = completion.result().promptTokens();
        int generated = completion.result().completionTokens();
        usage.put("prompt_tokens", prompt);
        usage.put("completion_tokens", generated);
        usage.put("total_tokens", prompt + generated);
        root.put("seed", completion.seed());
        root.put("model", completion.model());
        root.put("chain", completion.chain().toString());
        ConstraintOutcome constraint = completion.result().constraint();
        if (constraint != null) {
            root.putPOJO("constraint", ConstraintText.values(constraint));
        }
        ArrayNode tokens = root.putArray("tokens");
        completion.traces().forEach(trace -> tokens.add(token(trace, vocabulary)));
        return JsonLine.of(root);
    }

    private static ObjectNode token(StepTrace trace, Vocabulary vocabulary) {
        ObjectNode token = JsonNodes.object();
        token.put("id", trace.id());
        token.put("text", vocabulary.text(trace.id()));
        token.set("bytes", bytes(vocabulary.bytes(trace.id())));
        token.set("logprob_raw", JsonNodes.number(trace.logprobRaw()));
        token.set("logprob", JsonNodes.number(trace.logprob()));
        token.put("rank", trace.rank());
        token.set("entropy", JsonNodes.number(trace.entropy()));
        token.put("kept", trace.kept());
        AllowedShare allowed = trace.allowed();
        if (allowed != null) {
            token.put("allowed", allowed.allowed());
            token.set("allowed_mass", JsonNodes.number(allowed.mass()));
        }
        ArrayNode top = token.putArray("top");
        for (StepTrace.Alternative alternative : trace.top()) {
            ObjectNode entry = top.addObject();
            entry.put("id", alternative.id());
            entry.put("text", vocabulary.text(alternative.id()));
            entry.set("logprob_raw", JsonNodes.number(alternative.logprobRaw()));
            entry.set("logprob", JsonNodes.number(alternative.logprob()));
        }
        return token;
    }

    private static ArrayNode bytes(byte[] bytes) {
        ArrayNode array = JsonNodes.array();
        for (byte b : bytes) {
            array.add(b & 0xFF);
        }
        return array;
    }
}

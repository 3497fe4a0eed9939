package io.github.isotherm.web;

import io.github.isotherm.sampling.LogitsProcessor;
import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import java.util.List;
import java.util.Map;

/** Drops some tokens, which its parameter names as {@code "1183 > 2775"}: a text with the chain's own sign in it. */
public final class WithoutTokens implements LogitsProcessorProvider {
    @Override
    public String name() {
        return "without_tokens";
    }

    @Override
    public LogitsProcessor create(Map<String, Object> parameters) {
        List<String> ids = List.of(String.valueOf(parameters.get("value")).split(" > ", -1));
        return (candidates, context) -> candidates.retain(i -> !ids.contains(Integer.toString(candidates.id(i))));
    }
}

package io.github.isotherm.generate;

/**
 * What a {@link Scheduler} has to do and has done.
 *
 * @param rows sequences in use: prompts that are read and completions that are generated
 * @param waiting requests that were not let in yet
 * @param requests those that were, since it exists
 * @param promptTokens of those
 * @param reusedTokens how many of these were not read, as a sequence that was kept or is in use begins with them
 * @param drafts what became of guesses of completions' tokens
 */
public record ModelLoad(
        int rows, int waiting, long requests, long promptTokens, long reusedTokens, DraftCount drafts) {}

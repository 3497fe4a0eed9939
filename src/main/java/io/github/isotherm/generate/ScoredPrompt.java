package io.github.isotherm.generate;

/**
 * What a model says after a prompt, and inside texts that go on from it.
 *
 * @param promptLogits the logits after the prompt, {@code [vocabulary]}
 * @param logits of each text {@code [ids - 1, vocabulary]}: after each of its ids but the last
 */
@SuppressWarnings("ArrayRecordComponent") // vocabularies of floats, handed through once
public record ScoredPrompt(float[] promptLogits, float[][][] logits) {}

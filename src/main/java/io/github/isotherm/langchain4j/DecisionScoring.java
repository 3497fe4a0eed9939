package io.github.isotherm.langchain4j;

/** How a decision model makes probabilities of a question's options. */
public enum DecisionScoring {
    /**
     * The option given the text: p(option | text, question) at the place where an answer begins. The model reads the text, the
     * question and all options through its chat template.
     */
    DIRECT,

    /**
     * The text given the option, the noisy channel: p(text | "This is an example of <em>option</em>."), all options as probable
     * beforehand. An option's description stands for its name.
     */
    CHANNEL
}

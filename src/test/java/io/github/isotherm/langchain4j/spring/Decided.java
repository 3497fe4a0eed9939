package io.github.isotherm.langchain4j.spring;

import dev.langchain4j.model.decision.DecisionModel;
import org.springframework.context.ApplicationContext;

/** What only a version of LangChain4j with decision models can read. */
final class Decided {
    private Decided() {}

    static String by(ApplicationContext context) {
        return context.getBean(DecisionModel.class).getClass().getSimpleName();
    }
}

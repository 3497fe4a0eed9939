package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.router.DecisionModelChatModelRouter;
import dev.langchain4j.model.chat.router.RoutingChatModel;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DecisionModelQueryRouter;
import io.github.isotherm.LocalModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What LangChain4j builds on a decision model works on ours. */
class DecisionConsumersIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final IsothermDecisionModel DECISIONS =
            IsothermDecisionModel.builder().model(MODEL).build();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void rankingPutsTheFittingTextFirst() {
        List<Double> scores = new DecisionScoringModel(DECISIONS)
                .scoreAll(
                        List.of(
                                TextSegment.from("Simmer the tomato soup for twenty minutes and add basil."),
                                TextSegment.from("The train to Berlin leaves at noon from platform four.")),
                        "How do I cook tomato soup?")
                .content();
        assertThat(scores).hasSize(2);
        assertThat(scores.get(0)).isGreaterThan(scores.get(1));
    }

    @Test
    void routingAsksTheChosenModel() {
        RoutingChatModel routing = RoutingChatModel.builder()
                .route(
                        "cooking",
                        "questions about food and recipes",
                        IsothermChatModel.builder()
                                .model(Models.answering("cook"))
                                .build())
                .route(
                        "football",
                        "questions about football and matches",
                        IsothermChatModel.builder()
                                .model(Models.answering("kick"))
                                .build())
                .router(new DecisionModelChatModelRouter(DECISIONS))
                .defaultRoute("cooking")
                .build();
        assertThat(routing.chat("Who won the football match last night?")).isIn("cook", "kick");
        assertThat(routing.chat("How long do I boil potatoes?")).isIn("cook", "kick");
    }

    @Test
    void queriesGoToTheRetrieversThatAreProbableEnough() {
        ContentRetriever recipes = query -> List.of(Content.from("soup"));
        ContentRetriever timetable = query -> List.of(Content.from("train"));
        Map<ContentRetriever, String> descriptions = new LinkedHashMap<>();
        descriptions.put(recipes, "recipes and cooking");
        descriptions.put(timetable, "trains and timetables");
        assertThat(routed(descriptions, 0)).containsExactlyInAnyOrder(recipes, timetable);
        assertThat(routed(descriptions, 1)).isEmpty();
    }

    private static Collection<ContentRetriever> routed(Map<ContentRetriever, String> descriptions, double least) {
        return DecisionModelQueryRouter.builder()
                .decisionModel(DECISIONS)
                .retrieverToDescription(descriptions)
                .minProbability(least)
                .build()
                .route(Query.from("How do I cook tomato soup?"));
    }
}

package io.github.isotherm.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.router.DecisionModelChatModelRouter;
import dev.langchain4j.model.chat.router.RoutingChatModel;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DecisionModelQueryRouter;
import io.github.isotherm.LocalModel;
import io.github.isotherm.langchain4j.LabelledTexts.Labelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What LangChain4j builds on a decision model, on the bundled model: how often each is right, as the documents print it. */
class DecisionConsumersIT {
    private static final LocalModel MODEL = LocalModel.openBundled();
    private static final DecisionModel DECISIONS =
            new AskedOnce(IsothermDecisionModel.builder().model(MODEL).build());

    /** The same decisions, each made once: they do not depend on what a consumer makes of them. */
    private record AskedOnce(DecisionModel decisions, Map<DecisionRequest, DecisionResponse> answers)
            implements DecisionModel {
        AskedOnce(DecisionModel decisions) {
            this(decisions, new HashMap<>());
        }

        @Override
        public DecisionResponse doDecide(DecisionRequest request) {
            return answers.computeIfAbsent(request, decisions::decide);
        }
    }

    /** Six requests for each of four routes. */
    private static final List<Labelled> REQUESTS = LabelledTexts.of("routes.jsonl", "routes");

    /** Routes and what their requests are about. */
    private static final Map<String, String> ROUTES = routes();

    private static Map<String, String> routes() {
        Map<String, String> routes = new LinkedHashMap<>();
        routes.put("cooking", "recipes and cooking");
        routes.put("football", "football matches, players and rules");
        routes.put("programming", "programming and source code");
        routes.put("travel", "flights, hotels and sights");
        return routes;
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** A query and the document that answers it. */
    private record Answered(String query, String document) {}

    private static List<Answered> queries() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Answered> queries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/decisions/ranking.jsonl"))) {
            queries.add(json.readValue(line, Answered.class));
        }
        return queries;
    }

    /** Among the documents of three other queries. */
    @Test
    void rankingPutsTheAnswerFirst() throws IOException {
        List<Answered> queries = queries();
        DecisionScoringModel ranking = new DecisionScoringModel(DECISIONS);
        long first = IntStream.range(0, queries.size())
                .filter(at -> {
                    List<TextSegment> documents = IntStream.of(0, 1, 5, 9)
                            .mapToObj(after -> TextSegment.from(
                                    queries.get((at + after) % queries.size()).document()))
                            .toList();
                    List<Double> scores =
                            ranking.scoreAll(documents, queries.get(at).query()).content();
                    return scores.get(0) > Collections.max(scores.subList(1, 4));
                })
                .count();
        assertThat(first).as("of 16, where chance is 4").isBetween(15L, 16L);
    }

    private static RoutingChatModel routing(double least) {
        RoutingChatModel.Builder routing = RoutingChatModel.builder();
        ROUTES.forEach((route, about) -> routing.route(
                route,
                about,
                IsothermChatModel.builder().model(Models.answering(route)).build()));
        return routing.router(DecisionModelChatModelRouter.builder()
                        .decisionModel(DECISIONS)
                        .minProbability(least)
                        .build())
                .defaultRoute("cooking")
                .build();
    }

    private static long routedRight(double least, Predicate<Labelled> isRight) {
        RoutingChatModel routed = routing(least);
        return REQUESTS.stream()
                .filter(request -> routed.chat(request.text()).equals(request.label()) == isRight.test(request))
                .count();
    }

    @Test
    void routingAsksTheModelForTheRequest() {
        assertThat(routedRight(0, request -> true))
                .as("of 24, where chance is 6")
                .isBetween(23L, 24L);
    }

    /** No route is certain, so all requests go to the default one. */
    @Test
    void routingAsksForNothingLessThanIsAsked() {
        assertThat(routedRight(1, request -> request.label().equals("cooking"))).isEqualTo(24);
    }

    /** Each retriever is a yes/no question of its own, without descriptions of yes and no. */
    @Test
    void queriesGoToTheRetrieversThatAreProbableEnough() {
        Map<ContentRetriever, String> retrievers = new LinkedHashMap<>();
        ROUTES.forEach((route, about) -> retrievers.put(query -> List.of(Content.from(route)), about));
        Map<Boolean, Integer> asked = routed(retrievers, 0.5);
        assertThat(asked.get(true)).as("of 24").isBetween(19, 21);
        assertThat(asked.get(false)).as("of 72").isBetween(12, 14);
    }

    @Test
    void queriesGoToAllRetrieversFromProbabilityZeroOnAndToNoneFromOneOn() {
        Map<ContentRetriever, String> retrievers = new LinkedHashMap<>();
        ROUTES.forEach((route, about) -> retrievers.put(query -> List.of(Content.from(route)), about));
        assertThat(routed(retrievers, 0)).isEqualTo(Map.of(true, 24, false, 72));
        assertThat(routed(retrievers, 1)).isEqualTo(Map.of(true, 0, false, 0));
    }

    /** How many of the right retrievers are asked, of 24, and how many others, of 72. */
    private static Map<Boolean, Integer> routed(Map<ContentRetriever, String> retrievers, double least) {
        DecisionModelQueryRouter router = DecisionModelQueryRouter.builder()
                .decisionModel(DECISIONS)
                .retrieverToDescription(retrievers)
                .minProbability(least)
                .build();
        Map<Boolean, Integer> asked = new LinkedHashMap<>(Map.of(true, 0, false, 0));
        for (Labelled request : REQUESTS) {
            for (ContentRetriever retriever : router.route(Query.from(request.text()))) {
                boolean right = ROUTES.get(request.label()).equals(retrievers.get(retriever));
                asked.merge(right, 1, Integer::sum);
            }
        }
        System.out.println("minProbability " + least + ": " + asked);
        return asked;
    }
}

package io.github.isotherm.serve;

import io.github.isotherm.generate.ModelLoad;
import io.github.isotherm.wire.openai.endpoint.RequestNotes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/** What is counted and measured, as Prometheus reads it. Nothing of a request's text. */
final class ServeMetrics implements AutoCloseable {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] TIMES = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };
    private static final double[] SPEEDS = {1, 5, 10, 20, 50, 100, 200, 500};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ServeMetrics(ServedModels models, IntSupplier connections, IntSupplier running) {
        gauge("isotherm.connections", "Connections that are open.", connections);
        gauge("isotherm.requests.running", "Requests that are being answered.", running);
        gauge("isotherm.models.open", "Models that are open.", models::open);
        for (String name : models.names()) {
            row("isotherm.rows", "Sequences in use.", models, name, ModelLoad::rows);
            row("isotherm.waiting", "Requests that wait for memory.", models, name, ModelLoad::waiting);
            total(
                    "isotherm.prompt.tokens.reused",
                    "Tokens of prompts that were not read again, since the model was opened.",
                    models,
                    name,
                    ModelLoad::reusedTokens);
            total(
                    "isotherm.draft.tokens",
                    "Guessed tokens that the model read, since it was opened.",
                    models,
                    name,
                    load -> load.drafts().fed());
            total(
                    "isotherm.draft.tokens.taken",
                    "Guessed tokens that were drawn, since the model was opened.",
                    models,
                    name,
                    load -> load.drafts().taken());
        }
    }

    private void total(
            String name, String description, ServedModels models, String model, ToDoubleFunction<ModelLoad> value) {
        FunctionCounter.builder(name, models, all -> value.applyAsDouble(all.load(model)))
                .description(description)
                .tag("model", model)
                .register(registry);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void row(
            String name, String description, ServedModels models, String model, ToDoubleFunction<ModelLoad> value) {
        Gauge.builder(name, models, all -> value.applyAsDouble(all.load(model)))
                .description(description)
                .tag("model", model)
                .register(registry);
    }

    /** Counts a request that is over. */
    void count(String endpoint, String status, RequestNotes.Said said) {
        Counter.builder("isotherm.requests")
                .description("Requests by endpoint and status; 499: the client left.")
                .tag("endpoint", endpoint)
                .tag("status", status)
                .register(registry)
                .increment();
        time("isotherm.request", "Time of a request.", endpoint, said.total());
        if (said.model().isEmpty()) {
            return;
        }
        tokens("isotherm.prompt.tokens", "Tokens of prompts.", said.model(), said.promptTokens());
        tokens("isotherm.completion.tokens", "Tokens of completions.", said.model(), said.completionTokens());
        time("isotherm.queue", "Time until a request was let in.", endpoint, said.queued());
        time("isotherm.first.token", "Time until a request's first token.", endpoint, said.first());
        if (said.between() > 0) {
            DistributionSummary.builder("isotherm.tokens.per.second")
                    .description("Tokens a second of a request behind its first, all its rows together.")
                    .serviceLevelObjectives(SPEEDS)
                    .tag("model", said.model())
                    .register(registry)
                    .record((said.received() - 1) * 1e9 / said.between());
        }
    }

    private void tokens(String name, String description, String model, int count) {
        Counter.builder(name)
                .description(description)
                .tag("model", model)
                .register(registry)
                .increment(count);
    }

    private void time(String name, String description, String endpoint, long nanos) {
        if (nanos >= 0) {
            Timer.builder(name)
                    .description(description)
                    .serviceLevelObjectives(TIMES)
                    .tag("endpoint", endpoint)
                    .register(registry)
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** All of it, in Prometheus's text form. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}

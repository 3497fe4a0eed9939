package io.github.isotherm.serve;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ShownText;
import io.github.isotherm.generate.DraftCount;
import io.github.isotherm.generate.ModelLoad;
import io.github.isotherm.wire.openai.endpoint.Exchange;
import io.github.isotherm.wire.openai.endpoint.Models;
import io.github.isotherm.wire.openai.endpoint.RefusedException;
import io.github.isotherm.wire.openai.endpoint.ServedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The models of a server by name: opened when first asked for, one after the other, and kept while the weights of all that are
 * open fit the memory for them. Where another is to be opened, the one that was not used for longest is closed first; never one
 * that a request uses. Thread-safe.
 */
final class ServedModels implements Models, AutoCloseable {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final long memory;
    /** Opens and closes, so that never two are opened at once: that takes more memory than the open models do. */
    private final ExecutorService opener;

    private long uses;
    private boolean closed;

    /** A model, open or not; guarded by the models. */
    private static final class Entry {
        private final ModelSource source;
        private @Nullable LocalModel model;
        private @Nullable Attempt attempt;
        private int users;
        private long lastUse;

        Entry(ModelSource source) {
            this.source = source;
        }

        boolean takesMemory() {
            return model != null || attempt != null;
        }
    }

    /** One opening, which any number of requests wait for. */
    private static final class Attempt {
        private @Nullable Throwable failure;
    }

    /**
     * Models that are not open yet.
     *
     * @param sources at least one, each of a name of its own
     * @param memory bytes that the weights of open models may take, all together, ≥ 1
     */
    ServedModels(List<ModelSource> sources, long memory) {
        this.memory = memory;
        for (ModelSource source : sources) {
            if (source.bytes() > memory) {
                throw new InvalidValueException("The model " + source.name() + " has weights of "
                        + megabytes(source.bytes()) + " MB, more than the " + megabytes(memory)
                        + " MB of --models-memory; allow more, or leave the model out.");
            }
            if (entries.put(source.name(), new Entry(source)) != null) {
                throw new InvalidValueException("Two models are called " + source.name()
                        + "; give one another name, such as --model other=DIR.");
            }
        }
        if (entries.isEmpty()) {
            throw new InvalidValueException("No model is given but at least one must be; name one with --model.");
        }
        opener = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "isotherm-serve-models");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** In the order in which they were named. */
    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public ServedModel get(@Nullable String name, Exchange exchange) {
        Entry entry = entry(name);
        exchange.notes().model(entry.source.name());
        use(entry);
        exchange.onEnd(() -> leave(entry));
        Runnable wake = this::wake;
        exchange.cancellation().onCancel(wake);
        try {
            return new ServedModel(entry.source.name(), await(entry, exchange));
        } finally {
            exchange.cancellation().forget(wake);
        }
    }

    private Entry entry(@Nullable String name) {
        if (name == null && entries.size() == 1) {
            return entries.values().iterator().next();
        }
        if (name == null) {
            throw new RefusedException(
                    400,
                    null,
                    "model",
                    "The field model is missing but must be one of " + String.join(", ", names())
                            + "; leave it out only where one model is served.");
        }
        Entry entry = entries.get(name);
        if (entry == null) {
            throw unknown(name);
        }
        return entry;
    }

    RefusedException unknown(String name) {
        return new RefusedException(
                404,
                "model_not_found",
                "model",
                "The model " + ShownText.value(name) + " does not exist here; the models are "
                        + String.join(", ", names()) + ".");
    }

    private synchronized void use(Entry entry) {
        entry.users++;
        entry.lastUse = ++uses;
    }

    private synchronized void leave(Entry entry) {
        entry.users--;
        entry.lastUse = ++uses;
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized LocalModel await(Entry entry, Exchange exchange) {
        Attempt mine = null;
        while (true) {
            if (closed) {
                throw new ClosedException("The server");
            }
            exchange.cancellation().check();
            LocalModel model = entry.model;
            if (model != null) {
                return model;
            }
            if (mine != null && mine.failure != null) {
                throw failed(mine.failure);
            }
            if (entry.attempt == null) {
                begin(entry);
            }
            mine = entry.attempt == null ? mine : entry.attempt;
            pause();
        }
    }

    private static RuntimeException failed(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    @SuppressWarnings("WaitNotInLoop") // its callers ask again
    private void pause() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    /** Begins to open a model if there is room for it, or can be made. */
    private void begin(Entry entry) {
        List<Entry> idle = new ArrayList<>();
        long used = 0;
        for (Entry each : entries.values()) {
            used += each.takesMemory() ? each.source.bytes() : 0;
            if (each.model != null && each.users == 0) {
                idle.add(each);
            }
        }
        idle.sort(Comparator.comparingLong(each -> each.lastUse));
        List<Entry> leaving = new ArrayList<>();
        for (Entry each : idle) {
            if (used + entry.source.bytes() > memory) {
                leaving.add(each);
                used -= each.source.bytes();
            }
        }
        if (used + entry.source.bytes() <= memory) {
            List<LocalModel> old = new ArrayList<>();
            for (Entry each : leaving) {
                old.add(java.util.Objects.requireNonNull(each.model));
                each.model = null;
            }
            Attempt attempt = new Attempt();
            entry.attempt = attempt;
            opener.execute(() -> open(entry, attempt, old));
        }
    }

    private void open(Entry entry, Attempt attempt, List<LocalModel> old) {
        LocalModel opened = null;
        Throwable failure = null;
        try {
            old.forEach(LocalModel::close);
            opened = entry.source.opening().get();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        boolean late;
        synchronized (this) {
            entry.attempt = null;
            attempt.failure = failure;
            late = closed;
            entry.model = late ? null : opened;
            notifyAll();
        }
        if (late && opened != null) {
            opened.close();
        }
    }

    /** Whether a model is being opened. */
    synchronized boolean isLoading() {
        return entries.values().stream().anyMatch(entry -> entry.attempt != null);
    }

    /** How many are open. */
    synchronized int open() {
        return (int)
                entries.values().stream().filter(entry -> entry.model != null).count();
    }

    /** What a model has to do and has done since it was opened; nothing where it is not open. */
    ModelLoad load(String name) {
        LocalModel model;
        synchronized (this) {
            Entry entry = entries.get(name);
            model = entry == null ? null : entry.model;
        }
        return model == null ? new ModelLoad(0, 0, 0, 0, 0, DraftCount.NONE) : model.load();
    }

    /** Closes all that are open; who waits for one is told. */
    @Override
    public void close() {
        List<LocalModel> open = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Entry entry : entries.values()) {
                if (entry.model != null) {
                    open.add(entry.model);
                    entry.model = null;
                }
            }
            notifyAll();
        }
        open.forEach(LocalModel::close);
        opener.shutdown();
    }
}

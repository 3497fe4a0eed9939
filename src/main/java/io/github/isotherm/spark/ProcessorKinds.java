package io.github.isotherm.spark;

import io.github.isotherm.error.ShownText;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.util.AccumulatorV2;
import org.slf4j.LoggerFactory;

/**
 * The kinds of processor that tasks ran on, and the stages that these are of. The driver says so once when there is a second kind: the
 * last bits of a probability, and with them a text, may differ between kinds.
 */
final class ProcessorKinds extends AccumulatorV2<String, Set<String>> {
    private static final long serialVersionUID = 1;

    private final ConcurrentSkipListSet<String> kinds = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<Integer> stages = new ConcurrentSkipListSet<>();

    @Override
    public boolean isZero() {
        return kinds.isEmpty();
    }

    @Override
    public AccumulatorV2<String, Set<String>> copy() {
        ProcessorKinds copy = new ProcessorKinds();
        copy.kinds.addAll(kinds);
        copy.stages.addAll(stages);
        return copy;
    }

    @Override
    public void reset() {
        kinds.clear();
        stages.clear();
    }

    @Override
    public void add(String kind) {
        kinds.add(kind);
        TaskContext context = TaskContext.get();
        if (context != null) {
            stages.add(context.stageId());
        }
    }

    @Override
    public void merge(AccumulatorV2<String, Set<String>> other) {
        boolean differed = kinds.size() > 1;
        kinds.addAll(other.value());
        if (other instanceof ProcessorKinds others) {
            stages.addAll(others.stages);
        }
        if (kinds.size() > 1 && !differed && isAtDriverSide()) {
            LoggerFactory.getLogger(ProcessorKinds.class).warn(sentence());
        }
    }

    @Override
    public Set<String> value() {
        return new TreeSet<>(kinds);
    }

    /** The stages that tasks ran in. */
    Set<Integer> stages() {
        return new TreeSet<>(stages);
    }

    String sentence() {
        return "The rows were answered on " + kinds.size() + " kinds of processor ("
                + kinds.stream().map(ShownText::value).collect(Collectors.joining("; "))
                + "), so a row that is answered again may be another text; give the job executors of one kind.";
    }
}

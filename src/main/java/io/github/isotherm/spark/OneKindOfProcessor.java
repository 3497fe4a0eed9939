package io.github.isotherm.spark;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Cancels the stages of a table on the driver as soon as a task of theirs ran on another kind of processor than one before it. */
final class OneKindOfProcessor extends SparkListener {
    private final SparkContext context;
    private final ProcessorKinds kinds;
    private final Set<Integer> cancelled = ConcurrentHashMap.newKeySet();

    OneKindOfProcessor(SparkContext context, ProcessorKinds kinds) {
        this.context = context;
        this.kinds = kinds;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        if (kinds.value().size() > 1) {
            for (int stage : kinds.stages()) {
                if (cancelled.add(stage)) {
                    context.cancelStage(stage, kinds.sentence());
                }
            }
        }
    }
}

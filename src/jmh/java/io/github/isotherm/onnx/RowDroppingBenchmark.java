package io.github.isotherm.onnx;

import io.github.isotherm.generate.Session;
import io.github.isotherm.hub.CacheFolder;
import io.github.isotherm.hub.ModelFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A step of eight rows and of fewer, and what it costs to drop the others, with the bundled model on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 3)
@Measurement(iterations = 15)
public class RowDroppingBenchmark {
    private static final int ROWS = 8;

    /** Tokens that each row holds. */
    @Param({"128", "512", "2048"})
    public int held;

    /** Rows that finished. */
    @Param({"0", "1", "2", "4"})
    public int dropped;

    /** One buffer for past and present, or two. */
    @Param({"true", "false"})
    public boolean shared;

    private OnnxModel model;
    private Session prefilled;
    private Session rows;
    private Session fewer;

    @Setup
    public void open() {
        ModelFolder folder = ModelFolder.open(Path.of("models", "smollm2-135m-instruct"));
        ModelHints hints = new ModelHints(
                folder.contextLength(),
                folder.vocabularySize(),
                folder.keyValueHeads(),
                folder.headSize(),
                true,
                folder.sizes(),
                Map.of(),
                Map.of());
        OnnxOptions options = OnnxOptions.defaults().withThreads(1);
        model = OnnxModel.open(folder.modelFile(), hints, options, CacheFolder.locate(), shared);
        prefilled = model.openSession(1);
        prefilled.feed(new int[][] {new Random(1).ints(held, 0, 49152).toArray()}, 1);
        fewer = prefilled.fork(ROWS - dropped);
    }

    @Setup(Level.Invocation)
    public void fork() {
        rows = prefilled.fork(ROWS);
        fewer.rewind(held);
    }

    @TearDown(Level.Invocation)
    public void drop() {
        rows.close();
    }

    @TearDown
    public void close() {
        fewer.close();
        prefilled.close();
        model.close();
    }

    /** The first rows finished: as many of the last ones move. */
    @Benchmark
    public Session retain() {
        rows.retain(IntStream.range(0, ROWS - dropped)
                .map(place -> place < dropped && dropped <= ROWS - dropped ? ROWS - 1 - place : place)
                .toArray());
        return rows;
    }

    /** A step of the rows that are left. */
    @Benchmark
    public Object step() {
        int[][] tokens = new int[ROWS - dropped][];
        Arrays.fill(tokens, new int[] {7});
        return fewer.feed(tokens, 1);
    }
}

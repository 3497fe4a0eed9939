package io.github.isotherm.sampling;

import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One step of sampling as a long-running process has it: every chain, every shape of logits and every vocabulary in one
 * JVM, which warmed all of them in random order, beside llama.cpp's samplers on the same rows, taking turns cell by cell.
 * Arguments: the program made of {@code src/test/c/llama_samplers.c} and libllama; without them isotherm alone.
 */
public final class SamplingFigures {
    private static final int ROWS = 8;
    private static final int ROUNDS = 5;
    private static final int STEPS = 48;
    private static final long WARM_NANOS = 20_000_000;
    private static final int WARM_PASSES = 6;
    private static final int[] VOCABULARIES = {32_000, 128_256, 151_936};
    private static final List<String> SHAPES = List.of("peaked", "flatter", "flat");
    private static final List<Chain> CHAINS = List.of(
            new Chain("greedy", "temperature=0", "greedy"),
            new Chain(
                    "top-k 40, top-p, min-p, T",
                    "top-k=40 > top-p=0.95 > min-p=0.05 > temperature=0.8",
                    "top-k=40 top-p=0.95 min-p=0.05 temp=0.8 dist=1"),
            new Chain("T", "temperature=0.8", "temp=0.8 dist=1"),
            new Chain("T, top-p", "temperature=0.8 > top-p=0.95", "temp=0.8 top-p=0.95 dist=1"),
            new Chain("typical-p", "typical-p=0.95", "typical=0.95 dist=1"),
            new Chain("mirostat", "mirostat=5", "mirostat=5"),
            new Chain("top-k 8,000", "top-k=8000", "top-k=8000 dist=1"),
            new Chain("min-p", "min-p=0.05", "min-p=0.05 dist=1"));
    /** Not measured: they only make the shared code see what a server's does. */
    private static final List<String> COMPANY = List.of(
            "repetition-penalty=1.1 > frequency-penalty(penalty=0.2, ignore-prompt=false) > presence-penalty=0.2 > top-k=40",
            "repair > top-n-sigma=1 > temperature=1.3",
            "epsilon-cutoff=0.0003 > top-p(p=0.9, keep-ties=true)",
            "eta-cutoff=0.0003 > temperature=0.5 > top-k(k=60, keep-ties=true)",
            "top-h=0.4",
            "temperature=1.5 > min-p=0.1 > xtc(probability=0.5, threshold=0.1)",
            "adaptive-p=0.3",
            "logit-bias(bias={5: 2.5, 7: -100}) > temperature=0.7 > top-k=40 > top-p=0.9 > typical-p=0.9");

    private record Chain(String name, String text, String samplers) {}

    private final Random random = new Random(1);
    private final List<Cell> cells = new ArrayList<>();

    /** One chain on one kind of rows. */
    private static final class Cell {
        private final Chain chain;
        private final String shape;
        private final float[][] rows;
        private final Path file;
        private final Candidates candidates;
        private final ProcessorChain row;
        private final StepContext context;
        private final List<Long> own = new ArrayList<>();
        private final List<Long> theirs = new ArrayList<>();
        private int turn;

        Cell(Chain chain, String shape, float[][] rows, Path file, Candidates candidates, StepContext context) {
            this.chain = chain;
            this.shape = shape;
            this.rows = rows;
            this.file = file;
            this.candidates = candidates;
            this.context = context;
            row = ProcessorCatalog.standard().parse(chain.text()).forRow();
        }

        int vocabulary() {
            return rows[0].length;
        }

        long step() {
            long start = System.nanoTime();
            turn = (turn + 1) % ROWS;
            candidates.load(rows[turn]);
            row.process(candidates, context);
            int drawn = Draw.byRank(candidates, (turn + 0.5) / ROWS);
            row.accepted(candidates.id(drawn), candidates.probability(drawn), context);
            return System.nanoTime() - start;
        }

        /** The same, as it is while a trace is asked for, and from logits of double precision. */
        void otherwise() {
            StepTracer tracer = new StepTracer(TraceOptions.top(5).withStages(), row);
            candidates.load(rows[turn]);
            row.process(candidates, context, tracer);
            int drawn = Draw.byRank(candidates, (turn + 0.5) / ROWS);
            tracer.taken(turn, candidates, drawn);
            double[] precise = new double[vocabulary()];
            for (int id = 0; id < precise.length; id++) {
                precise[id] = rows[turn][id];
            }
            candidates.load(precise);
            row.process(candidates, context);
            Draw.byRank(candidates, (turn + 0.5) / ROWS);
        }

        void measure() {
            for (long end = System.nanoTime() + WARM_NANOS; System.nanoTime() < end; ) {
                step();
            }
            for (int step = 0; step < STEPS; step++) {
                own.add(step());
            }
        }
    }

    private SamplingFigures() {}

    /**
     * Measures, and prints the tables.
     *
     * @param arguments see the class
     */
    public static void main(String[] arguments) throws IOException {
        SamplingFigures figures = new SamplingFigures();
        Path folder = Files.createTempDirectory("isotherm-rows");
        figures.prepare(folder);
        figures.warm();
        if (arguments.length == 2) {
            Process llama = new ProcessBuilder(arguments)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader answers = llama.inputReader();
                    PrintWriter questions = new PrintWriter(llama.outputWriter(), true)) {
                figures.measure(questions, answers);
            }
        } else {
            figures.measure(null, null);
        }
        figures.print();
    }

    private void prepare(Path folder) throws IOException {
        for (int vocabulary : VOCABULARIES) {
            Candidates candidates = new Candidates(vocabulary);
            int[] history = random.ints(4096, 0, vocabulary).toArray();
            StepContext context =
                    StepContext.builder().prompt(TokenSequence.of(history)).build();
            for (String shape : SHAPES) {
                float[][] rows = new float[ROWS][];
                for (int r = 0; r < ROWS; r++) {
                    rows[r] = logits(vocabulary, shape);
                }
                Path file = folder.resolve(shape + vocabulary + ".f32");
                write(rows, file);
                for (Chain chain : CHAINS) {
                    cells.add(new Cell(chain, shape, rows, file, candidates, context));
                }
            }
        }
    }

    private float[] logits(int vocabulary, String shape) {
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = shape.equals("flat") ? 2 * random.nextFloat() - 1 : (float) (2 * random.nextGaussian());
        }
        for (int peak = 0; peak < 20 && !shape.equals("flat"); peak++) {
            logits[random.nextInt(vocabulary)] = (shape.equals("peaked") ? 18 : 14) - peak;
        }
        return logits;
    }

    private static void write(float[][] rows, Path file) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(ROWS * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            bytes.asFloatBuffer().put(row);
            bytes.position(bytes.position() + row.length * Float.BYTES);
        }
        Files.write(file, bytes.array());
        file.toFile().deleteOnExit();
    }

    private void warm() {
        List<Cell> all = new ArrayList<>(cells);
        for (Cell cell : cells) {
            if (cell.chain == CHAINS.get(0)) {
                for (String text : COMPANY) {
                    all.add(new Cell(
                            new Chain(text, text, ""),
                            cell.shape,
                            cell.rows,
                            cell.file,
                            cell.candidates,
                            cell.context));
                }
            }
        }
        for (int pass = 0; pass < WARM_PASSES; pass++) {
            Collections.shuffle(all, random);
            for (Cell cell : all) {
                for (int step = 0; step < ROWS; step++) {
                    cell.step();
                }
                cell.otherwise();
            }
        }
    }

    private void measure(PrintWriter questions, BufferedReader answers) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            List<Cell> order = new ArrayList<>(cells);
            Collections.shuffle(order, random);
            for (Cell cell : order) {
                cell.measure();
                if (questions != null) {
                    questions.println(cell.file + " " + cell.vocabulary() + " " + STEPS + " " + cell.chain.samplers());
                    for (String nanos : answers.readLine().trim().split(" ")) {
                        cell.theirs.add(Long.parseLong(nanos));
                    }
                }
            }
        }
    }

    private void print() {
        for (int vocabulary : VOCABULARIES) {
            for (String shape : SHAPES) {
                System.out.printf(
                        Locale.ROOT,
                        "%n| %,d, %s | isotherm, min / median ms | llama.cpp, min / median ms | ratio of minima / medians |%n"
                                + "|---|---|---|---|%n",
                        vocabulary,
                        shape);
                cells.stream()
                        .filter(cell -> cell.vocabulary() == vocabulary && cell.shape.equals(shape))
                        .forEach(SamplingFigures::print);
            }
        }
    }

    private static void print(Cell cell) {
        double[] own = sorted(cell.own);
        double[] theirs = sorted(cell.theirs);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                cell.chain.name(),
                both("%.3f", own[0], median(own)),
                theirs.length == 0 ? "–" : both("%.3f", theirs[0], median(theirs)),
                theirs.length == 0 ? "–" : both("%.2f", own[0] / theirs[0], median(own) / median(theirs)));
    }

    private static String both(String format, double first, double second) {
        return String.format(Locale.ROOT, format + " / " + format, first, second);
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static double[] sorted(List<Long> nanos) {
        return nanos.stream().mapToDouble(value -> value / 1e6).sorted().toArray();
    }
}

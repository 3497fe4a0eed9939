package io.github.isotherm.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Has mutants tried in JVMs of their own by a program that says what came of each, and counts it: {@code java -cp …
 * io.github.isotherm.fuzz.ChildFuzz TokenizerFuzzChild 4000 1}, with {@code raw} behind it for the native library alone.
 */
final class ChildFuzz {
    private static final int LONGEST_SECONDS = Integer.getInteger("isotherm.fuzz.seconds", 10);

    private final String child;
    private final long seed;
    private final List<String> more;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> bad = new ArrayList<>();

    /** By a program that is given the seed, the first mutant, the one behind the last, and more. */
    ChildFuzz(String child, long seed, List<String> more) {
        this.child = child;
        this.seed = seed;
        this.more = List.copyOf(more);
    }

    /** The program, number of mutants, seed, and what it takes more. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        ChildFuzz fuzz = new ChildFuzz(given.get(0), Long.parseLong(given.get(2)), given.subList(3, given.size()));
        fuzz.run(Integer.parseInt(given.get(1)));
        fuzz.bad().forEach(System.out::println);
        System.out.println(fuzz.outcomes());
    }

    /** How many came to an end of each kind: ok, refused, text, unclear, abort, hang. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** Those that must not be, with what was said. */
    List<String> bad() {
        return bad;
    }

    void run(int mutants) throws IOException, InterruptedException {
        int next = 0;
        while (next < mutants) {
            next = child(next, mutants);
        }
    }

    private List<String> command() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("isotherm.fuzz.heap", "512m"),
                "-Disotherm.tokenizers=" + System.getProperty("isotherm.tokenizers", ""),
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "isotherm-fuzz.log"),
                "-cp",
                System.getProperty("java.class.path"),
                ChildFuzz.class.getPackageName() + "." + child));
    }

    /** Runs a child to its end, and says with which mutant the next one begins. */
    private int child(int from, int to) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(Long.toString(seed), Integer.toString(from), Integer.toString(to)));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(process, lines), "fuzz-reader");
        reader.setDaemon(true);
        reader.start();
        int at = from;
        try {
            while (true) {
                String line = lines.poll(at == from ? 60 : LONGEST_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    return ended(at, "hang");
                }
                if (line.isEmpty()) {
                    return at >= to ? to : ended(at, "abort");
                }
                String[] fields = line.split("\t", -1);
                at = Integer.parseInt(fields[0]) + (fields[1].equals("begins") ? 0 : 1);
                count(fields);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private void count(String[] fields) {
        if (!fields[1].equals("begins")) {
            outcomes.merge(fields[1], 1, Integer::sum);
        }
        if (fields[1].equals("unclear")) {
            bad.add(String.join(" ", fields));
        }
    }

    private int ended(int at, String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
        bad.add(at + " " + outcome);
        return at + 1;
    }

    private static void read(Process process, BlockingQueue<String> lines) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().filter(line -> line.indexOf('\t') > 0).forEach(lines::add);
        } catch (IOException e) {
            // It was ended.
        }
        lines.add("");
    }
}

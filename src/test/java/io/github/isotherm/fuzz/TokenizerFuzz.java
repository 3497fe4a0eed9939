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
 * Opens mutants of tokenizer.json files in JVMs of their own, encodes and decodes with them, and counts what came of it:
 * {@code java -cp … io.github.isotherm.fuzz.TokenizerFuzz 4000 1}, with {@code raw} behind it for the native library alone.
 */
final class TokenizerFuzz {
    private static final int LONGEST_SECONDS = 10;

    private final long seed;
    private final boolean raw;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> bad = new ArrayList<>();

    TokenizerFuzz(long seed, boolean raw) {
        this.seed = seed;
        this.raw = raw;
    }

    /** Number of mutants, seed, and "raw" or nothing. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TokenizerFuzz fuzz = new TokenizerFuzz(Long.parseLong(arguments[1]), arguments.length > 2);
        fuzz.run(Integer.parseInt(arguments[0]));
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

    private static List<String> command() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + Path.of(System.getProperty("java.io.tmpdir"), "isotherm-fuzz.log"),
                "-cp",
                System.getProperty("java.class.path"),
                TokenizerFuzzChild.class.getName()));
    }

    /** Runs a child to its end, and says with which mutant the next one begins. */
    private int child(int from, int to) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(
                List.of(Long.toString(seed), Integer.toString(from), Integer.toString(to), raw ? "raw" : "checked"));
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

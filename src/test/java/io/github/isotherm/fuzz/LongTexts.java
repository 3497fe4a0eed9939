package io.github.isotherm.fuzz;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Encodes long texts from many threads at once: the memory is that of one. */
final class LongTexts {
    private LongTexts() {}

    /** How many texts, and their length. */
    public static void main(String[] arguments) throws Exception {
        int texts = Integer.parseInt(arguments[0]);
        String text = "day ".repeat(Integer.parseInt(arguments[1]) / 4);
        Path file = Path.of("models/smollm2-135m-instruct/tokenizer.json");
        ExecutorService threads = Executors.newFixedThreadPool(texts);
        try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(file, CacheFolder.locate())) {
            Callable<Integer> encode = () -> codec.encode(text).length;
            List<Future<Integer>> lengths =
                    threads.invokeAll(Stream.generate(() -> encode).limit(texts).toList());
            long tokens = 0;
            for (Future<Integer> length : lengths) {
                tokens += length.get();
            }
            System.out.println("tokens\t" + tokens);
        } finally {
            threads.shutdown();
        }
    }
}

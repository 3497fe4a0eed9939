package io.github.isotherm;

import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Opens one model in several class loaders, at once or one after another; {@link ClassLoadersIT} reads what it says. */
final class OpenedInClassLoaders {
    private static final Path MODEL = Path.of("src", "test", "resources", "fixtures", "tiny-gqa");
    private static final Path TOKENIZER = Path.of("models", "smollm2-135m-instruct", "tokenizer.json");

    private OpenedInClassLoaders() {}

    /** "together" or "redeployed", then how many. */
    public static void main(String[] arguments) throws Exception {
        int applications = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("redeployed")) {
            for (int i = 0; i < applications; i++) {
                try (URLClassLoader loader = loader()) {
                    System.out.println(opened(loader));
                }
            }
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(applications);
        List<URLClassLoader> loaders = new ArrayList<>();
        List<Future<String>> said = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            URLClassLoader loader = loader();
            loaders.add(loader);
            said.add(threads.submit(() -> opened(loader)));
        }
        for (Future<String> one : said) {
            System.out.println(one.get());
        }
        threads.shutdown();
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    /** The context class loader stays the program's, which has these classes too, as a server's has others. */
    private static String opened(ClassLoader loader) throws Exception {
        Method said = loader.loadClass(OpenedInClassLoaders.class.getName()).getDeclaredMethod("said");
        said.setAccessible(true);
        return (String) said.invoke(null);
    }

    /** What both native libraries make, by the class loader of this class. */
    static String said() {
        try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(TOKENIZER, CacheFolder.locate())) {
            return OpenedBeside.opened(MODEL) + " " + Arrays.toString(codec.encode("one and one"));
        }
    }

    private static URLClassLoader loader() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(new File(part).toURI().toURL());
        }
        return new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }
}

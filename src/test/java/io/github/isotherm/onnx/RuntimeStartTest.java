package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RuntimeStartTest {
    @TempDir
    Path folder;

    private String before;

    @BeforeEach
    void remember() {
        before = System.getProperty(NativeLibraries.PATH_PROPERTY);
        System.clearProperty(NativeLibraries.PATH_PROPERTY);
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(NativeLibraries.PATH_PROPERTY);
        } else {
            System.setProperty(NativeLibraries.PATH_PROPERTY, before);
        }
    }

    /** As a runtime of another version may be: most members are there, one is not. */
    static final class OfAnotherVersion {
        static boolean loaded;
        static String libraryDirPathProperty = "untouched";
        static long ortApiHandle = 7;
        static final int ORT_API_VERSION_99 = 99;

        private OfAnotherVersion() {}
    }

    /** All members of 1.28; its library is for another processor. */
    static final class Unloadable {
        static boolean loaded;
        static String libraryDirPathProperty;
        static Path tempDirectory;
        static long ortApiHandle;
        static long ortTrainingApiHandle;
        static long ortCompileApiHandle;
        static boolean trainingEnabled;
        static Object providers;
        static String version;
        static final int ORT_API_VERSION_99 = 99;

        private Unloadable() {}

        static void load(String library) throws IOException {
            throw new UnsatisfiedLinkError("no " + library + " for this processor");
        }

        static boolean extractProviderLibrary(String library) {
            return false;
        }

        static long initialiseAPIBase(int version) {
            return version;
        }

        static long initialiseTrainingAPIBase(long handle, int version) {
            return handle + version;
        }

        static long initialiseCompileAPIBase(long handle) {
            return handle;
        }

        static Object initialiseProviders(long handle) {
            return handle;
        }

        static String initialiseVersion() {
            return "99";
        }
    }

    @Test
    void aRuntimeWithOtherMembersIsToldTheFolderAndNothingOfItIsChanged() throws IOException {
        RuntimeStart.load(OfAnotherVersion.class, folder);
        assertThat(System.getProperty(NativeLibraries.PATH_PROPERTY)).isEqualTo(folder.toString());
        assertThat(OfAnotherVersion.libraryDirPathProperty).isEqualTo("untouched");
        assertThat(OfAnotherVersion.ortApiHandle).isEqualTo(7);
        assertThat(OfAnotherVersion.loaded).isFalse();
    }

    @Test
    void whatTheLoaderSaysIsThrownAsItIs() {
        assertThatThrownBy(() -> RuntimeStart.load(Unloadable.class, folder))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageEndingWith("for this processor");
        assertThat(Unloadable.loaded).isFalse();
        assertThat(System.getProperty(NativeLibraries.PATH_PROPERTY)).isNull();
    }
}

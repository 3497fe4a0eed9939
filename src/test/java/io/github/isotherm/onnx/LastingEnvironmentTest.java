package io.github.isotherm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingEnvironmentTest {
    /** The members of 1.28 that matter. */
    static final class Known {
        static long ortApiHandle = 7;
        static final List<String> owners = new ArrayList<>();

        private Known() {}

        static long createHandle(long api, int level, String name) {
            owners.add(api + " " + level + " " + name);
            return 0;
        }
    }

    /** Of another version. */
    static final class Other {
        static int apiHandle = 7;

        private Other() {}
    }

    @Test
    void takesOneMoreShareOfTheEnvironment() {
        assertThat(LastingEnvironment.keep(Known.class, Known.class, 4)).isTrue();
        assertThat(Known.owners).containsExactly("7 4 isotherm");
    }

    @Test
    void leavesARuntimeWithOtherMembersAsItIs() {
        assertThat(LastingEnvironment.keep(Other.class, Known.class, 4)).isFalse();
        assertThat(LastingEnvironment.keep(Known.class, Other.class, 4)).isFalse();
    }

    /** The levels are numbers of the C interface. */
    @Test
    void fatalIsTheFourthLevel() {
        assertThat(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL.getValue())
                .isEqualTo(4);
    }
}

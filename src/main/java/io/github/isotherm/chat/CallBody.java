package io.github.isotherm.chat;

import io.github.isotherm.grammar.schema.Fields;
import java.util.ArrayList;
import java.util.List;

/** What a call is, between what begins and what ends it: its name, what stands between, and its arguments. */
public sealed interface CallBody {
    /** The other markup in it than what stands between name and arguments. */
    List<String> markup();

    /** Arguments as a JSON object. */
    enum Json implements CallBody {
        /** The name first. */
        BEHIND_NAME,
        /** The arguments first. */
        BEFORE_NAME;

        @Override
        public List<String> markup() {
            return List.of();
        }
    }

    /**
     * Arguments as a JSON object behind a name with a number, which together are the call's id.
     *
     * @param sign between name and number
     */
    record Counted(String sign) implements CallBody {
        @Override
        public List<String> markup() {
            return List.of(sign);
        }
    }

    /**
     * Arguments of which each stands by itself, behind the name.
     *
     * @param fields how they are written
     */
    record Named(Fields fields) implements CallBody {
        @Override
        public List<String> markup() {
            List<String> markup = new ArrayList<>(
                    List.of(fields.beforeName(), fields.behindName(), fields.behindValue(), fields.between()));
            if (fields.bare() == null) {
                markup.add(fields.values().quote());
            }
            return markup;
        }
    }
}

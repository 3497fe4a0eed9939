package io.github.isotherm;

import io.github.isotherm.sampling.Vocabulary;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A vocabulary that is read when first asked: a completion that only streams text never needs it. Thread-safe. */
final class VocabularyOnDemand implements Vocabulary {
    private final Supplier<Vocabulary> source;
    private volatile @Nullable Vocabulary read;

    VocabularyOnDemand(Supplier<Vocabulary> source) {
        this.source = source;
    }

    private Vocabulary vocabulary() {
        Vocabulary known = read;
        return known != null ? known : readOnce();
    }

    private synchronized Vocabulary readOnce() {
        Vocabulary known = read;
        if (known == null) {
            known = source.get();
            read = known;
        }
        return known;
    }

    @Override
    public int size() {
        return vocabulary().size();
    }

    @Override
    public byte[] bytes(int id) {
        return vocabulary().bytes(id);
    }

    @Override
    public String text(int id) {
        return vocabulary().text(id);
    }

    @Override
    public boolean isSpecial(int id) {
        return vocabulary().isSpecial(id);
    }

    @Override
    public boolean isAdded(int id) {
        return vocabulary().isAdded(id);
    }
}

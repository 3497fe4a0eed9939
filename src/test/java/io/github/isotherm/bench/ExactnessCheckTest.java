package io.github.isotherm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.generate.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleBiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExactnessCheckTest {
    private static final ToDoubleBiFunction<List<Feed>, Feed> SILENCE = (feeds, feed) -> 0;

    private static ExactnessSettings settings(int seed) {
        return new ExactnessSettings(300, 5, 4, Duration.ofMinutes(1), seed);
    }

    private static ExactnessResult check(NoisyModel model, int seed) {
        return ExactnessCheck.run(model, settings(seed), done -> {});
    }

    private static ExactnessResult check(ToDoubleBiFunction<List<Feed>, Feed> noise) {
        return check(new NoisyModel(noise), 7);
    }

    private static List<String> different(ExactnessResult result) {
        return result.different().stream().map(ExactnessResult.Way::name).toList();
    }

    @Test
    void aFunctionOfTheIdsIsExactInEveryWay() {
        NoisyModel model = new NoisyModel(SILENCE);
        ExactnessResult result = check(model, 7);
        assertThat(result.different()).isEmpty();
        assertThat(result.largestProbability()).isZero();
        assertThat(result.ways()).hasSize(FeedingWay.values().length).allSatisfy(way -> {
            assertThat(way.positions()).isPositive();
            assertThat(way.logits()).isEqualTo(way.positions() * model.vocabularySize());
            assertThat(way.largestLogit()).isZero();
            assertThat(way.largestDivergence()).isZero();
        });
        assertThat(model.stillOpen()).isZero();
        assertThat(model.longest()).isLessThanOrEqualTo(308);
        assertThat(model.mostFeeds()).isBetween(2, 5);
        assertThat(result.rowsAtOnce()).isEqualTo(5);
    }

    @Test
    void whatOneTokenAloneChangesIsFound() {
        ExactnessResult result = check((feeds, feed) -> feed.tokens().length == 1 ? 1e-5 : 0);
        assertThat(different(result))
                .contains(FeedingWay.TOKEN_BY_TOKEN.title(), FeedingWay.GENERATED.title())
                .doesNotContain(FeedingWay.AGAIN.title());
        assertThat(result.largestProbability()).isBetween(1e-7, 0.01);
        assertThat(result.different()).allSatisfy(way -> {
            assertThat(way.largestLogit()).isBetween(1e-7, 0.1);
            assertThat(way.largestDivergence()).isPositive();
        });
    }

    @Test
    void whatABlockAndOneMoreChangesIsFound() {
        assertThat(different(check((feeds, feed) -> feed.tokens().length % 128 == 1 ? 1e-3 : 0)))
                .contains(FeedingWay.PIECES.title(), FeedingWay.COMPANY.title());
    }

    @Test
    void whatCompanyChangesIsFoundThereOnly() {
        assertThat(different(check((feeds, feed) -> 1e-3 * (feeds.size() - 1))))
                .containsExactly(FeedingWay.COMPANY.title());
    }

    @Test
    void whatChangesFromRunToRunIsFoundEverywhere() {
        AtomicInteger runs = new AtomicInteger();
        assertThat(check((feeds, feed) -> 1e-3 * runs.incrementAndGet()).different())
                .hasSize(FeedingWay.values().length);
    }

    @Test
    void oneSeedIsOneCheck() {
        assertThat(check((feeds, feed) -> 1e-3 * feed.tokens().length))
                .isEqualTo(check((feeds, feed) -> 1e-3 * feed.tokens().length))
                .isNotEqualTo(check(new NoisyModel((feeds, feed) -> 1e-3 * feed.tokens().length), 8));
    }

    @Test
    void nothingBeginsOnceTimeIsUp() {
        ExactnessSettings none = new ExactnessSettings(300, 5, 4, Duration.ZERO, 0);
        List<Integer> progress = new ArrayList<>();
        ExactnessResult result = ExactnessCheck.run(new NoisyModel(SILENCE), none, progress::add);
        assertThat(progress).isEmpty();
        assertThat(result.ways()).extracting(ExactnessResult.Way::positions).containsOnly(0L);
        ExactnessCheck.run(new NoisyModel(SILENCE), settings(1), progress::add);
        assertThat(progress).hasSize(ExactnessCheck.attempts(settings(1))).endsWith(28);
    }

    @Test
    void differencesAreThoseOfTheDistributions() {
        LogitsTally tally = new LogitsTally();
        tally.add(new float[] {0, 0}, new float[] {0, (float) Math.log(3)});
        ExactnessResult.Way way = tally.result("a way");
        assertThat(way.positions()).isEqualTo(1);
        assertThat(way.different()).isEqualTo(1);
        assertThat(way.largestLogit()).isCloseTo(Math.log(3), Offset.offset(1e-6));
        assertThat(way.largestProbability()).isCloseTo(0.25, Offset.offset(1e-6));
        assertThat(way.largestDivergence()).isCloseTo(0.5 * Math.log(4.0 / 3), Offset.offset(1e-6));
        tally.add(new float[] {0, 0}, new float[] {Float.NaN, 0});
        assertThat(tally.result("a way").largestLogit()).isInfinite();
    }
}

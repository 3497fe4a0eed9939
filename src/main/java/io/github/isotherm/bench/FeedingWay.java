package io.github.isotherm.bench;

import java.util.ArrayList;
import java.util.List;

/** The ways in which the same ids come to be fed, beside alone and at once. */
enum FeedingWay {
    AGAIN("alone at once, again") {
        @Override
        void feed(Trial trial) {
            try (Arrival arrival = trial.begin(trial.prompt())) {
                arrival.feed(arrival.left());
            }
        }
    },
    TOKEN_BY_TOKEN("its last tokens one by one") {
        @Override
        void feed(Trial trial) {
            FedPrompt prompt = trial.prompt();
            try (Arrival arrival = trial.begin(prompt)) {
                arrival.feed(prompt.firstCompared());
                while (arrival.left() > 0) {
                    arrival.feed(1);
                }
            }
        }
    },
    PIECES("cut into feeds of 1 to 300 tokens") {
        @Override
        void feed(Trial trial) {
            try (Arrival arrival = trial.begin(trial.prompt())) {
                trial.feedRest(arrival);
            }
        }
    },
    COMPANY("cut, with others in the same runs") {
        @Override
        void feed(Trial trial) {
            List<Arrival> rows = new ArrayList<>();
            try {
                for (int i = trial.upTo(2, trial.rows()); i > 0; i--) {
                    rows.add(trial.begin(trial.prompt()));
                }
                while (rows.stream().anyMatch(row -> row.left() > 0)) {
                    trial.feedSome(rows);
                }
            } finally {
                rows.forEach(Arrival::close);
            }
        }
    },
    REWIND("after a rewind") {
        @Override
        void feed(Trial trial) {
            FedPrompt prompt = trial.prompt();
            try (Arrival arrival = trial.begin(prompt)) {
                int kept = trial.upTo(0, prompt.firstCompared());
                arrival.feed(kept);
                trial.feedOthers(arrival.sequence());
                arrival.sequence().rewind(kept);
                trial.feedRest(arrival);
            }
        }
    },
    FORK("in a fork, whose origin goes on") {
        @Override
        void feed(Trial trial) {
            FedPrompt prompt = trial.prompt();
            try (Arrival origin = trial.begin(prompt)) {
                origin.feed(trial.upTo(0, prompt.firstCompared()));
                int common = trial.upTo(0, origin.sequence().length());
                try (Arrival fork = trial.continuing(prompt, origin.sequence().fork(common))) {
                    trial.feedOthers(origin.sequence());
                    trial.feedRest(fork);
                }
            }
        }
    },
    GENERATED("its last tokens generated") {
        @Override
        void feed(Trial trial) {
            trial.generate();
        }
    };

    private final String title;

    FeedingWay(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void feed(Trial trial);
}

package io.github.isotherm.sampling;

/** Told what a step began with and what each processor of the chain left. */
public interface StageObserver {
    /** Sees nothing and costs nothing. */
    StageObserver NONE = new StageObserver() {
        @Override
        public boolean watchesStages() {
            return false;
        }

        @Override
        public void before(Candidates candidates) {}

        @Override
        public void after(int place, Candidates candidates, double keptMass) {}
    };

    /**
     * Whether {@link #after} is to be called, which needs the mass that each stage keeps.
     *
     * @return false to skip the bookkeeping
     */
    default boolean watchesStages() {
        return true;
    }

    /**
     * The step begins: the model's logits are in, repaired if the chain begins so, and nothing else was done.
     *
     * @param candidates what is in play; to be read only
     */
    void before(Candidates candidates);

    /**
     * One processor is done.
     *
     * @param place its place in the chain, from 0
     * @param candidates what is in play now; to be read only
     * @param keptMass the part of the mass that entered this processor and is still in play, in [0, 1]
     */
    void after(int place, Candidates candidates, double keptMass);
}

package io.github.isotherm.math;

/**
 * The k largest of n values in order: descending, the lower index first on ties. One threshold pass feeds a heap of k
 * indices that is then drained in place: O(n + k log k) on typical inputs, O(n log k) at worst, nothing allocated.
 */
public final class TopSelect {
    private TopSelect() {}

    /**
     * Indices of the k largest floats.
     *
     * @param values at least {@code [n]}, no NaN
     * @param n how many of them count
     * @param k how many to select; at most n are
     * @param target receives the indices, best first; at least {@code [min(k, n)]}
     * @return how many were written, min(k, n)
     */
    public static int largest(float[] values, int n, int k, int[] target) {
        int count = fill(n, k, target);
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(values, target, i, count);
        }
        float floor = count == 0 ? 0 : values[target[0]];
        for (int i = count; i < n && count > 0; i++) {
            if (values[i] > floor) {
                target[0] = i;
                sink(values, target, 0, count);
                floor = values[target[0]];
            }
        }
        drain(values, target, count);
        return count;
    }

    /**
     * Indices of the k largest of some floats.
     *
     * @param values no NaN
     * @param among {@code [count]} distinct indices of them, in any order; the selected ones come to its beginning, best
     *     first, and what follows them is of no use any more
     * @param count how many to choose from
     * @param k how many to select; at most count are
     * @return how many were selected, min(k, count)
     */
    public static int largestAmong(float[] values, int[] among, int count, int k) {
        int selected = Math.max(0, Math.min(k, count));
        for (int i = selected / 2 - 1; i >= 0; i--) {
            sink(values, among, i, selected);
        }
        for (int i = selected; i < count && selected > 0; i++) {
            if (worse(values[among[0]], among[0], values[among[i]], among[i])) {
                among[0] = among[i];
                sink(values, among, 0, selected);
            }
        }
        drain(values, among, selected);
        return selected;
    }

    private static void drain(float[] values, int[] heap, int count) {
        for (int left = count - 1; left > 0; left--) {
            swap(heap, left);
            sink(values, heap, 0, left);
        }
    }

    /**
     * Indices of the k largest doubles.
     *
     * @param values at least {@code [n]}, no NaN
     * @param n how many of them count
     * @param k how many to select; at most n are
     * @param target receives the indices, best first; at least {@code [min(k, n)]}
     * @return how many were written, min(k, n)
     */
    public static int largest(double[] values, int n, int k, int[] target) {
        int count = fill(n, k, target);
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(values, target, i, count);
        }
        double floor = count == 0 ? 0 : values[target[0]];
        for (int i = count; i < n && count > 0; i++) {
            if (values[i] > floor) {
                target[0] = i;
                sink(values, target, 0, count);
                floor = values[target[0]];
            }
        }
        for (int left = count - 1; left > 0; left--) {
            swap(target, left);
            sink(values, target, 0, left);
        }
        return count;
    }

    private static int fill(int n, int k, int[] heap) {
        int count = Math.max(0, Math.min(k, n));
        for (int i = 0; i < count; i++) {
            heap[i] = i;
        }
        return count;
    }

    private static void swap(int[] heap, int with) {
        int worst = heap[0];
        heap[0] = heap[with];
        heap[with] = worst;
    }

    /** Restores the heap, worst on top, below one position. */
    private static void sink(float[] values, int[] heap, int from, int count) {
        int at = from;
        int moving = heap[at];
        float value = values[moving];
        for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count
                    && worse(values[heap[child + 1]], heap[child + 1], values[heap[child]], heap[child])) {
                child++;
            }
            if (!worse(values[heap[child]], heap[child], value, moving)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moving;
    }

    private static void sink(double[] values, int[] heap, int from, int count) {
        int at = from;
        int moving = heap[at];
        double value = values[moving];
        for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count
                    && worse(values[heap[child + 1]], heap[child + 1], values[heap[child]], heap[child])) {
                child++;
            }
            if (!worse(values[heap[child]], heap[child], value, moving)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moving;
    }

    private static boolean worse(double value, int index, double than, int thanIndex) {
        return value < than || (value == than && index > thanIndex);
    }
}

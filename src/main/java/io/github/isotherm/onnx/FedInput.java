package io.github.isotherm.onnx;

import io.github.isotherm.error.ModelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An input that is not state.
 *
 * @param role what it tells
 * @param port how the graph declares it
 */
record FedInput(Role role, Port port) {
    private static final Set<Role> MATRICES = Set.of(Role.IDS, Role.TOKEN_TYPES);

    /** All of a graph, found by their names. */
    static List<FedInput> of(Map<String, Port> inputs, ModelHints hints) {
        List<FedInput> found = new ArrayList<>();
        for (Role role : Role.values()) {
            for (String name : names(role, hints)) {
                Port port = inputs.get(name);
                if (port != null) {
                    found.add(checked(new FedInput(role, port)));
                    break;
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<String> names(Role role, ModelHints hints) {
        List<String> names = new ArrayList<>();
        names.add(hints.input(role.names().get(0)));
        names.addAll(role.names());
        return names;
    }

    private static FedInput checked(FedInput input) {
        int most = MATRICES.contains(input.role) || input.role == Role.POSITIONS ? 3 : 2;
        if (input.port.dims().size() > most) {
            throw new ModelException("The graph's input " + input.port.name() + " has "
                    + input.port.dims().size() + " dimensions but must have " + most
                    + " at most; use another export of the model.");
        }
        return input;
    }

    static Set<String> names(List<FedInput> inputs) {
        Set<String> names = new HashSet<>();
        for (FedInput input : inputs) {
            names.add(input.port.name());
        }
        return names;
    }

    /** The shape for so many tokens of one sequence after a past. */
    long[] shape(int fed, int past) {
        int rank = port.dims().size();
        return switch (role) {
            case IDS, TOKEN_TYPES -> matrix(rank, fed);
            case MASK -> rank == 1 ? new long[] {masked(past + fed)} : new long[] {1, masked(past + fed)};
            case POSITIONS -> rank == 3 ? new long[] {kinds(), 1, fed} : matrix(rank, fed);
            case CACHE_POSITION -> rank == 1 ? new long[] {fed} : new long[] {1, fed};
            default -> single(rank);
        };
    }

    /** A graph whose state has a fixed number of positions masks all of them. */
    private long masked(int total) {
        long fixed = port.size(port.dims().size() - 1);
        return fixed > 0 ? fixed : total;
    }

    private static long[] matrix(int rank, int fed) {
        return switch (rank) {
            case 1 -> new long[] {fed};
            case 2 -> new long[] {1, fed};
            default -> new long[] {1, 1, fed};
        };
    }

    private int kinds() {
        return port.isOpen(0) ? 3 : Math.toIntExact(port.dims().get(0));
    }

    private static long[] single(int rank) {
        return rank == 0 ? new long[0] : rank == 1 ? new long[] {1} : new long[] {1, 1};
    }
}

package io.github.isotherm.onnx;

import ai.onnxruntime.OrtException;

/** Loads a graph; one that ONNX Runtime refuses for an attribute it does without, again without that. */
final class SecondLoad {
    /** One way of loading. No lambda: a model is opened in a JVM that has just started. */
    interface Load {
        LoadedGraph open(GraphLoading loading) throws OrtException;
    }

    /** Without a copy in the cache. */
    record Plain() implements Load {
        @Override
        public LoadedGraph open(GraphLoading loading) throws OrtException {
            return loading.open();
        }
    }

    private SecondLoad() {}

    /** Each round leaves another attribute out: it ends. */
    static LoadedGraph of(GraphLoading first, Load load) throws OrtException {
        GraphLoading loading = first;
        while (true) {
            try {
                return load.open(loading);
            } catch (OrtException e) {
                loading = loading.without(droppable(loading.source(), e));
            }
        }
    }

    private static NewerAttributes.Row droppable(GraphProto model, OrtException e) throws OrtException {
        UnknownAttribute unknown = UnknownAttribute.of(e, model);
        NewerAttributes.Row row = unknown == null ? null : unknown.row();
        if (row == null || NewerAttributes.hindrance(model, row) != null) {
            throw e;
        }
        return row;
    }
}

/**
 * Language models in ONNX files, run by ONNX Runtime. The only package that imports {@code ai.onnxruntime}. A map:
 *
 * <ul>
 *   <li>the model: {@code OnnxModel} (port of {@code generate}), {@code OnnxSequence}, {@code OnnxOptions};
 *   <li>loading: {@code Decoder} (one graph or a pair), {@code LoadedGraph}, {@code GraphLoading}, {@code OptimisedGraph} and
 *       {@code GraphKey} (copies in the cache), {@code ExternalWeights}, {@code LentWeights};
 *   <li>a file's bytes: {@code ProtoReader}, {@code ProtoWriter}, {@code GraphProto}, {@code GraphScan}, {@code GraphNode},
 *       {@code GraphFlow}, {@code OnnxFields};
 *   <li>rewrites: {@code AttentionSlots} with {@code SlotLayout}, {@code LastProduct}; {@code ExactActivations} with
 *       {@code Product}, {@code TokenRows}, {@code BlockMeans}, {@code IdentityProduct}, {@code NamedShapes};
 *       {@code AccuracyLevel}; all nodes: {@code NodeRewrite};
 *   <li>what kernels want: {@code Silence}, {@code Kernels} with {@code KernelProbe}, {@code ProbeGraph}, {@code ProductKind};
 *       what they round: {@code Rounding}, {@code Roundings} with {@code RoundingProbe};
 *   <li>what a graph takes and gives: {@code Graph}, {@code FedInput}, {@code Role}, {@code LogitsPort}, {@code StateSlots};
 *   <li>runs: {@code PackedRuns} (sequences share one), {@code SingleRuns} (one after another), {@code Bindings},
 *       {@code KeptLogits}, {@code Interrupt};
 *   <li>states: {@code RowState} (one block, past and present in one), {@code PingPongStateStore}, {@code FixedStateStore};
 *   <li>memory: {@code StateBlock}, {@code Buffers}, {@code DirectMemory}, {@code HugePages}, {@code WeightPages}.
 * </ul>
 */
@NullMarked
package io.github.isotherm.onnx;

import org.jspecify.annotations.NullMarked;

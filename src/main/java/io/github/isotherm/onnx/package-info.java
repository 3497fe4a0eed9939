/**
 * Language models in ONNX files, run by ONNX Runtime. The only package that imports {@code ai.onnxruntime}. Flat; a map:
 *
 * <ul>
 *  <li>the model, a port of {@code generate}: {@code OnnxModel}, {@code OnnxSequence}, {@code OnnxOptions},
 *      {@code ModelHints}, {@code ModelDescriptions}, {@code ActivationsSentence}, {@code OrtErrors}, {@code ProgramEnd},
 *      {@code PhysicalCores};
 *  <li>the runtime's libraries: {@code Runtimes}, {@code RuntimeLoading}, {@code NativeLibraries}, {@code RuntimeStart},
 *      {@code LastingEnvironment}, {@code Telemetry}, {@code SystemFunction}, {@code FreedMemory};
 *  <li>loading, and copies in the cache: {@code Decoder}, {@code LoadedGraph}, {@code GraphLoading},
 *      {@code OptimisedGraph}, {@code GraphKey}, {@code FileState}, {@code ExternalWeights}, {@code ExternalTensor},
 *      {@code LentWeights};
 *  <li>graphs made for a newer runtime: {@code SecondLoad}, {@code NewerAttributes}, {@code UnknownAttribute},
 *      {@code WrittenAttribute}, {@code RefusedGraph};
 *  <li>a file's bytes: {@code ProtoReader}, {@code MalformedGraphException}, {@code ProtoWriter},
 *      {@code GraphProto}, {@code GraphScan}, {@code GraphNode}, {@code EveryNode}, {@code EveryTensor}, {@code GraphFlow}, {@code OnnxFields}, {@code ElementTypes}, {@code HalfFloat};
 *  <li>rewrites of a graph: {@code NodeRewrite}, {@code AttentionSlots}, {@code AttentionRewrite}, {@code SlotLayout},
 *      {@code FoldedHeads}, {@code LastProduct},
 *      {@code ExactActivations}, {@code Product}, {@code TokenRows}, {@code BlockMeans}, {@code IdentityProduct},
 *      {@code NamedShapes}, {@code AccuracyLevel}, {@code ReshapedWeights};
 *  <li>what kernels want, and what they round: {@code Silence}, {@code Kernels}, {@code KernelProbe}, {@code AttentionProbe},
 *      {@code ProbeGraph}, {@code ProductKind}, {@code Processor}, {@code Rounding}, {@code Roundings},
 *      {@code RoundingProbe};
 *  <li>what a graph takes and gives: {@code Graph}, {@code Port}, {@code FedInput}, {@code Role},
 *      {@code LogitsPort}, {@code LogitsProbe}, {@code StateSlot}, {@code StateSlots}, {@code StateNames},
 *      {@code StateAxes}, {@code StepCheck};
 *  <li>runs: sequences share one, or one after another: {@code SequenceRuns}, {@code PackedRuns},
 *      {@code SingleRuns}, {@code Chunks}, {@code Span}, {@code PackedInputs}, {@code SlotInputs}, {@code RepeatedSlot},
 *      {@code FoldedSlot}, {@code FoldedRows}, {@code FreeSlots}, {@code LentNumbers}, {@code HiddenKeys}, {@code StepInputs},
 *      {@code RepeatedToken}, {@code HalfStates}, {@code IntegerInput}, {@code Bindings}, {@code KeptLogits}, {@code Interrupt};
 *  <li>states: {@code StateStore}, {@code StateStores}, {@code RowState}, {@code PingPongStateStore},
 *      {@code FixedStateStore}, {@code MixedStateStore}, {@code StatelessStore}, {@code SlotStates},
 *      {@code StateCopy}, {@code StateCapacity};
 *  <li>memory: {@code StateBlock}, {@code StatePages}, {@code Buffers}, {@code DirectMemory}, {@code Tensors},
 *      {@code AddressRange}, {@code MemoryMap}, {@code MemoryAdvice}, {@code PageMove}, {@code HugePages},
 *      {@code WeightPages}.
 * </ul>
 */
@NullMarked
package io.github.isotherm.onnx;

import org.jspecify.annotations.NullMarked;

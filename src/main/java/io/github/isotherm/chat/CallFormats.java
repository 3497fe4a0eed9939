package io.github.isotherm.chat;

import java.util.List;

/** Every format that calls are read in, in order of preference. */
final class CallFormats {
    private static final CallFormat JSON = new JsonCalls(true);
    private static final CallFormat PYTHON = new PythonCalls(false);
    private static final CallFormat QWEN_CODER =
            new XmlCalls("<function=", "<parameter=", ">", "</parameter>", "</function>");
    private static final CallFormat INVOKE =
            new XmlCalls("<invoke name=\"", "<parameter name=\"", "\">", "</parameter>", "</invoke>");

    static final List<CallFormat> ALL = List.of(
            // Hermes, Qwen, SmolLM, Granite 3.1 and later; Qwen3-Coder; GLM 4.5
            marked("<tool_call>", "</tool_call>", JSON, QWEN_CODER, new GlmCalls("</tool_call>")),
            // Phi-4-mini; Granite 3.0
            marked("<|tool_call|>", "<|/tool_call|>", JSON),
            marked("functools", "", JSON),
            // Mistral, Ministral, Magistral
            marked("[TOOL_CALLS]", "", JSON, new NamedCalls()),
            // Llama 3, Llama 4
            marked("<|python_tag|>", "", JSON, PYTHON),
            marked("<|python_start|>", "<|python_end|>", PYTHON),
            // LFM2
            marked("<|tool_call_start|>", "<|tool_call_end|>", PYTHON, JSON),
            // FunctionGemma, Gemma 4
            marked("<start_function_call>", "<end_function_call>", new GemmaCalls("<escape>")),
            marked("<|tool_call>", "<tool_call|>", new GemmaCalls("<|\"|>")),
            new DeepSeekCalls(),
            new KimiCalls(),
            new HarmonyCalls(),
            // Command R7B
            marked("<|START_ACTION|>", "<|END_ACTION|>", JSON),
            // Nemotron; Jamba, Hunyuan; OLMo 3
            marked("<TOOLCALL>", "</TOOLCALL>", JSON),
            marked("<tool_calls>", "</tool_calls>", JSON),
            marked("<function_calls>", "</function_calls>", PYTHON),
            // MiniMax M2; Seed-OSS; Qwen3-Coder and Llama 3 without a frame
            marked("<minimax:tool_call>", "</minimax:tool_call>", INVOKE),
            marked("<seed:tool_call>", "</seed:tool_call>", QWEN_CODER),
            QWEN_CODER,
            // Llama 3, Llama 4, code blocks, OpenAI's wrapper
            new UnmarkedCalls());

    private CallFormats() {}

    private static CallFormat marked(String opening, String closing, CallFormat... bodies) {
        return new MarkedCalls(opening, List.of(bodies), closing);
    }
}

package io.github.isotherm.chat;

import java.util.List;
import java.util.Map;

/** Answers with calls as models write them, one or more of each format, with what is to be read of them. */
final class CallSamples {
    /** Offered in every sample. */
    static final List<Tool> TOOLS = List.of(
            new Tool(
                    "get_weather",
                    "The weather",
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of(
                                    "city", Map.of("type", "string"),
                                    "days", Map.of("type", "integer"),
                                    "metric", Map.of("type", "boolean"),
                                    "places", Map.of("type", "array", "items", Map.of("type", "string"))))),
            new Tool("get_time", "The time", Map.of()),
            new Tool("grocery.order", "Orders", Map.of("type", "object", "properties", Map.of())));

    private static final String TOKYO = "{\"city\":\"Tokyo\"}";
    private static final String CITY = "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Tokyo\"}}";
    private static final String TIME = "{\"name\": \"get_time\", \"arguments\": {}}";

    /**
     * An answer.
     *
     * @param name the format
     * @param answer what the model wrote
     * @param text the text that is left
     * @param calls name and arguments of each call, joined by a blank
     */
    record Sample(String name, String answer, String text, List<String> calls) {
        @Override
        public String toString() {
            return name;
        }
    }

    private CallSamples() {}

    private static Sample sample(String name, String answer, String text, String... calls) {
        return new Sample(name, answer, text, List.of(calls));
    }

    /** One sample at least for each family. */
    static List<Sample> all() {
        return List.of(
                // NousResearch/Hermes-2-Pro-Llama-3-8B, Qwen/Qwen2.5-7B-Instruct: chat templates
                sample("hermes", "<tool_call>\n" + CITY + "\n</tool_call>", "", "get_weather " + TOKYO),
                sample(
                        "hermes twice",
                        "I look.\n<tool_call>\n" + CITY + "\n</tool_call>\n<tool_call>\n" + TIME + "\n</tool_call>",
                        "I look.",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // Qwen/Qwen3-8B with thinking: chat template
                sample(
                        "after thinking",
                        "<think>\nWeather, so <tool_call>.\n</think>\n\n<tool_call>\n" + CITY + "\n</tool_call>",
                        "",
                        "get_weather " + TOKYO),
                // meta-llama/Llama-3.1-8B-Instruct: model card, prompt format "JSON based tool calling"
                sample(
                        "llama",
                        "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Tokyo\"}}",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "llama with type",
                        "{\"type\": \"function\", \"name\": \"get_weather\", \"parameters\": {\"city\": \"Tokyo\"}}",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "llama python_tag",
                        "<|python_tag|>{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Tokyo\"}}",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "llama python_tag built in",
                        "<|python_tag|>get_weather.call(city=\"Tokyo\")",
                        "",
                        "get_weather " + TOKYO),
                // vLLM 0.11 tests/tool_parsers/test_llama3_json_tool_parser.py: separators of parallel calls
                sample(
                        "llama two",
                        "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Tokyo\"}}; "
                                + "{\"name\": \"get_time\", \"parameters\": {}}",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                sample("llama two lines", CITY + "\n" + TIME, "", "get_weather " + TOKYO, "get_time {}"),
                sample(
                        "llama python_tag two",
                        "<|python_tag|>" + CITY + "; " + TIME,
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // mistralai/Mistral-7B-Instruct-v0.3: chat template
                sample(
                        "mistral",
                        "[TOOL_CALLS] [" + CITY.replace("}}", "}, \"id\": \"VvvODy9mT\"}") + "]",
                        "",
                        "get_weather " + TOKYO),
                // mistral-common 1.8, tokenizer v13 (Devstral, Magistral 2507) and v11 (Mistral Small 3.2)
                sample(
                        "ministral",
                        "[TOOL_CALLS]get_weather[ARGS]{\"city\": \"Tokyo\"}[TOOL_CALLS]get_time[ARGS]{}",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                sample(
                        "ministral with id",
                        "[TOOL_CALLS]get_weather[CALL_ID]aB3dE6gH9[ARGS]{\"city\": \"Tokyo\"}",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "mistral name and object",
                        "Sure.[TOOL_CALLS]get_weather{\"city\": \"Tokyo\"}",
                        "Sure.",
                        "get_weather " + TOKYO),
                // microsoft/Phi-4-mini-instruct: model card; vLLM test_phi4mini_tool_parser.py
                sample("phi", "<|tool_call|>[" + CITY + "]<|/tool_call|>", "", "get_weather " + TOKYO),
                sample(
                        "phi functools",
                        "functools[\n  " + CITY + ",\n  " + TIME + "\n]",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // ibm-granite/granite-3.0-8b-instruct and 3.1: vLLM test_granite_tool_parser.py
                sample(
                        "granite token",
                        "<|tool_call|> [{\"arguments\": {\"city\": \"Tokyo\"}, \"name\": \"get_weather\"}, " + TIME
                                + "]",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                sample("granite string", "<tool_call> [" + CITY + "]", "", "get_weather " + TOKYO),
                // LiquidAI/LFM2-1.2B: model card; vLLM test_lfm2_tool_parser.py
                sample(
                        "lfm2",
                        "<|tool_call_start|>[get_weather(city='Martha\\'s Vineyard', days=37, metric=True, "
                                + "places=['John', \"J\"], other=None, more={'a': [1, 2.5]}), get_time()]<|tool_call_end|>\n"
                                + "Checking.",
                        "Checking.",
                        "get_weather {\"city\":\"Martha's Vineyard\",\"days\":37,\"metric\":true,\"places\":[\"John\",\"J\"],"
                                + "\"other\":null,\"more\":{\"a\":[1,2.5]}}",
                        "get_time {}"),
                sample(
                        "lfm2 dotted name",
                        "<|tool_call_start|>[grocery.order(list=[{'name': 'Lasagna', 'amount': 250}], tags={'a'})]"
                                + "<|tool_call_end|>",
                        "",
                        "grocery.order {\"list\":[{\"name\":\"Lasagna\",\"amount\":250}],\"tags\":[\"a\"]}"),
                // meta-llama/Llama-4-Scout: model card, pythonic calls; Llama-3.2-1B-Instruct: model card
                sample(
                        "pythonic",
                        "[get_weather(city=\"Tokyo\"), get_time()]",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                sample(
                        "pythonic marked",
                        "<|python_start|>[get_weather(city=\"Tokyo\")]<|python_end|>",
                        "",
                        "get_weather " + TOKYO),
                // google/functiongemma-270m-it: "Formatting and best practices"; vLLM test_functiongemma_tool_parser.py
                sample(
                        "functiongemma",
                        "Let me check. <start_function_call>call:get_weather{city:<escape>a {b}, \"c\"<escape>,days:3,"
                                + "places:[<escape>x<escape>]}<end_function_call>"
                                + "<start_function_call>call:get_time{}<end_function_call>",
                        "Let me check.",
                        "get_weather {\"city\":\"a {b}, \\\"c\\\"\",\"days\":3,\"places\":[\"x\"]}",
                        "get_time {}"),
                // google/gemma-4: chat template (llama.cpp models/templates/gemma4.jinja)
                sample(
                        "gemma 4",
                        "<|channel>thought\nWeather.<channel|><|tool_call>call:get_weather{city:<|\"|>Tokyo<|\"|>,metric:true}"
                                + "<tool_call|>",
                        "",
                        "get_weather {\"city\":\"Tokyo\",\"metric\":true}"),
                // Qwen/Qwen3-Coder-30B-A3B-Instruct: chat template
                sample(
                        "qwen3-coder",
                        "<tool_call>\n<function=get_weather>\n<parameter=city>\n12\n</parameter>\n<parameter=days>\n3\n"
                                + "</parameter>\n<parameter=metric>\nTrue\n</parameter>\n<parameter=places>\n[\"a\", \"b\"]\n"
                                + "</parameter>\n</function>\n</tool_call>",
                        "",
                        "get_weather {\"city\":\"12\",\"days\":3,\"metric\":true,\"places\":[\"a\",\"b\"]}"),
                // ByteDance-Seed/Seed-OSS-36B-Instruct: chat template
                sample(
                        "seed-oss",
                        "<seed:think>Hm.</seed:think><seed:tool_call>\n<function=get_weather>\n<parameter=city>Tokyo</parameter>"
                                + "\n</function>\n</seed:tool_call>",
                        "",
                        "get_weather " + TOKYO),
                // MiniMaxAI/MiniMax-M2: chat template
                sample(
                        "minimax",
                        "<minimax:tool_call>\n<invoke name=\"get_weather\">\n<parameter name=\"city\">Tokyo</parameter>\n"
                                + "</invoke>\n<invoke name=\"get_time\">\n</invoke>\n</minimax:tool_call>",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // zai-org/GLM-4.5: chat template
                sample(
                        "glm",
                        "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>12</arg_value>\n<arg_key>days</arg_key>\n"
                                + "<arg_value>3</arg_value>\n</tool_call>\n<tool_call>get_time\n</tool_call>",
                        "",
                        "get_weather {\"city\":\"12\",\"days\":3}",
                        "get_time {}"),
                // deepseek-ai/DeepSeek-V3-0324 and R1-0528: vLLM test_deepseekv3_tool_parser.py
                sample(
                        "deepseek v3",
                        "Let me check.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n"
                                + "{\"city\": \"Tokyo\"}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>get_time\n"
                                + "```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
                        "Let me check.",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // deepseek-ai/DeepSeek-V3.1: chat template
                sample(
                        "deepseek v3.1",
                        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{\"city\": \"Tokyo\"}<｜tool▁call▁end｜>"
                                + "<｜tool▁call▁begin｜>get_time<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // moonshotai/Kimi-K2-Instruct: docs/tool_call_guidance.md
                sample(
                        "kimi",
                        "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>"
                                + "{\"city\": \"Tokyo\"}<|tool_call_end|><|tool_call_begin|>functions.get_time:1"
                                + "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // openai/gpt-oss-20b: the harmony response format
                sample(
                        "gpt-oss",
                        "<|channel|>analysis<|message|>Need weather.<|end|><|start|>assistant<|channel|>commentary "
                                + "to=functions.get_weather <|constrain|>json<|message|>{\"city\":\"Tokyo\"}<|call|>",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "gpt-oss, name first",
                        " to=functions.get_weather<|channel|>commentary json<|message|>{\"city\":\"Tokyo\"}<|call|>",
                        "",
                        "get_weather " + TOKYO),
                // CohereForAI/c4ai-command-r7b-12-2024: chat template for tool use
                sample(
                        "command r7b",
                        "<|START_THINKING|>I look.<|END_THINKING|><|START_ACTION|>[\n    {\"tool_call_id\": \"0\", "
                                + "\"tool_name\": \"get_weather\", \"parameters\": {\"city\": \"Tokyo\"}}\n]<|END_ACTION|>",
                        "",
                        "get_weather " + TOKYO),
                // nvidia/Llama-3_3-Nemotron-Super-49B-v1_5; ai21labs/AI21-Jamba-1.5; allenai/Olmo-3: chat templates
                sample("nemotron", "<TOOLCALL>[" + CITY + "]</TOOLCALL>", "", "get_weather " + TOKYO),
                sample("jamba", "<tool_calls>[\n    " + CITY + "\n]</tool_calls>", "", "get_weather " + TOKYO),
                sample(
                        "olmo 3",
                        "<function_calls>get_weather(city=\"Tokyo\")\nget_time()</function_calls>",
                        "",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                // what small models make of it
                sample("code fence", "```json\n" + CITY + "\n```", "", "get_weather " + TOKYO),
                sample(
                        "code fence behind text",
                        "Here it is:\n\n```json\n[" + CITY + ",\n" + TIME + "]\n```\n",
                        "Here it is:",
                        "get_weather " + TOKYO,
                        "get_time {}"),
                sample("tool_code", "```tool_code\nget_weather(city=\"Tokyo\")\n```", "", "get_weather " + TOKYO),
                sample("text and JSON", "I'll check. " + CITY, "I'll check.", "get_weather " + TOKYO),
                // OpenAI's chat completions, api reference; llama.cpp's generic format
                sample(
                        "openai",
                        "{\"tool_calls\": [{\"id\": \"call_abc\", \"type\": \"function\", \"function\": {\"name\": "
                                + "\"get_weather\", \"arguments\": \"{\\\"city\\\": \\\"Tokyo\\\"}\"}}]}",
                        "",
                        "get_weather " + TOKYO),
                sample(
                        "openai function",
                        "{\"type\": \"function\", \"function\": " + CITY + "}",
                        "",
                        "get_weather " + TOKYO));
    }
}

"""What litellm gets of a server, as JSON; ClientsIT runs it and says what it must be.

    python litellm_client.py '{"base_url": …, "api_key": …, "model": …, …}'
"""

import json
import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # its prices of models are not asked for on the net

import litellm  # noqa: E402

litellm.suppress_debug_info = True
asked = json.loads(sys.argv[1])
SERVER = {"api_base": asked["base_url"], "api_key": asked["api_key"], "num_retries": 0}
MESSAGES = [{"role": "user", "content": asked["question"]}]
DRAWN = {"seed": asked["seed"], "temperature": asked["temperature"]}
CHAT = {**SERVER, **DRAWN, "model": f"openai/{asked['model']}", "messages": MESSAGES}
BRIEF = {**CHAT, "max_tokens": asked["tokens"]}
WEATHER = {"type": "function", "function": {
    "name": "weather", "description": "The weather in a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                   "additionalProperties": False}}}
PLACE = {"type": "json_schema", "json_schema": {"name": "place", "strict": True, "schema": {
    "type": "object", "properties": {"city": {"type": "string"}, "country": {"type": "string"}},
    "required": ["city", "country"], "additionalProperties": False}}}


def chat():
    whole = litellm.completion(**BRIEF, logprobs=True, top_logprobs=2)
    chunks = list(litellm.completion(**BRIEF, stream=True, stream_options={"include_usage": True}))
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    usages = [chunk.usage.total_tokens for chunk in chunks if getattr(chunk, "usage", None)]
    return {"text": whole.choices[0].message.content, "streamed": "".join(texts),
            "usage": whole.usage.total_tokens, "usages": usages,
            "logprobs": [token["logprob"] for token in whole.choices[0].logprobs["content"]],
            "min_p": litellm.completion(**BRIEF, extra_body={"min_p": asked["min_p"]}).choices[0].message.content}


def completion():
    reply = litellm.text_completion(**SERVER, **DRAWN, model=f"text-completion-openai/{asked['model']}",
                                    prompt=asked["prompt"], max_tokens=asked["tokens"], n=3)
    return [choice.text for choice in reply.choices]


def calls():
    choice = litellm.completion(**CHAT, tools=[WEATHER], tool_choice="required").choices[0]
    return {"reason": choice.finish_reason,
            "calls": [[call.function.name, json.loads(call.function.arguments)] for call in choice.message.tool_calls]}


def raised(**more):
    try:
        litellm.completion(**{**BRIEF, **more})
    except litellm.exceptions.APIError as e:
        return [type(e).__name__, e.status_code]
    except Exception as e:
        return [type(e).__name__, getattr(e, "status_code", None)]
    return None


print(json.dumps({
    "chat": chat(), "samples": completion(), "tools": calls(),
    "parsed": json.loads(litellm.completion(**CHAT, response_format=PLACE).choices[0].message.content),
    "errors": {"model": raised(model="openai/of-nobody"), "temperature": raised(temperature=-2),
               "key": raised(api_key="x" * 20)}}))

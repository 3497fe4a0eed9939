"""What the Python client of OpenAI gets of a server, as JSON; ClientsIT runs it and says what it must be.

    python openai_client.py PART '{"base_url": …, "api_key": …, "model": …, …}'
"""

import json
import sys
import time

import httpx
import openai
from openai import OpenAI
from pydantic import BaseModel

asked = json.loads(sys.argv[2])
client = OpenAI(base_url=asked["base_url"], api_key=asked["api_key"], max_retries=0)
QUESTION = {"model": asked["model"], "messages": [{"role": "user", "content": asked["question"]}]}
DRAWN = {"seed": asked["seed"], "temperature": asked["temperature"]}
BRIEF = {**DRAWN, "max_tokens": asked["tokens"]}
CHAT = {**QUESTION, **DRAWN, "max_completion_tokens": asked["tokens"]}
WEATHER = {"type": "function", "function": {
    "name": "weather", "description": "The weather in a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
                   "additionalProperties": False}}}


class Place(BaseModel):
    city: str
    country: str


def models():
    listed = [model.id for model in client.models.list()]
    return {"listed": listed, "one": client.models.retrieve(listed[0]).id}


def chat():
    whole = client.chat.completions.create(**CHAT, logprobs=True, top_logprobs=3)
    pieces, usages, text, tokens = 0, [], "", []
    for chunk in client.chat.completions.create(**CHAT, logprobs=True, top_logprobs=3, stream=True,
                                                stream_options={"include_usage": True}):
        pieces += 1
        usages += [chunk.usage.model_dump(exclude_none=True)] if chunk.usage else []
        for choice in chunk.choices:
            text += choice.delta.content or ""
            tokens += choice.logprobs.content if choice.logprobs else []
    own = whole.choices[0]
    return {"text": own.message.content, "streamed": text, "pieces": pieces, "usages": usages,
            "usage": whole.usage.model_dump(exclude_none=True),
            "logprobs": [token.logprob for token in own.logprobs.content],
            "best": [[one.logprob for one in token.top_logprobs] for token in own.logprobs.content],
            "streamed_logprobs": [token.logprob for token in tokens],
            "without_usage": sum(chunk.usage is not None
                                 for chunk in client.chat.completions.create(**CHAT, stream=True))}


def completions():
    def texts(**more):
        reply = client.completions.create(**{"model": asked["model"], "prompt": asked["prompt"], **BRIEF, **more})
        return [choice.text for choice in sorted(reply.choices, key=lambda choice: choice.index)]

    streamed = client.completions.create(model=asked["model"], prompt=asked["prompt"], **BRIEF, stream=True, logprobs=1)
    text, logprobs = "", []
    for choice in (choice for chunk in streamed for choice in chunk.choices):
        text += choice.text
        logprobs += choice.logprobs.token_logprobs if choice.logprobs else []
    whole = client.completions.create(model=asked["model"], prompt=asked["prompt"], **BRIEF, logprobs=1)
    echoed = client.completions.create(model=asked["model"], prompt=asked["prompt"], **BRIEF, logprobs=1, echo=True)
    scored = client.completions.create(model=asked["model"], prompt=asked["ids"], max_tokens=0, logprobs=1, echo=True)
    return {"text": whole.choices[0].text, "streamed": text,
            "logprobs": whole.choices[0].logprobs.token_logprobs, "streamed_logprobs": logprobs,
            "of_texts": texts(prompt=[asked["prompt"], asked["other"]]), "of_ids": texts(prompt=asked["ids"]),
            "of_lists": texts(prompt=[asked["ids"], asked["other_ids"]]),
            "samples": texts(n=3), "min_p": texts(extra_body={"min_p": asked["min_p"]}),
            "echoed": echoed.choices[0].text, "echoed_logprobs": echoed.choices[0].logprobs.token_logprobs,
            "scored": scored.choices[0].text, "scored_logprobs": scored.choices[0].logprobs.token_logprobs}


def structured():
    answer = client.chat.completions.parse(**QUESTION, **DRAWN, response_format=Place)
    with client.chat.completions.stream(**QUESTION, **DRAWN, response_format=Place) as stream:
        streamed = stream.get_final_completion()
    return {"parsed": answer.choices[0].message.parsed.model_dump(),
            "streamed": streamed.choices[0].message.parsed.model_dump()}


def tools():
    asks = {**QUESTION, **DRAWN, "tools": [WEATHER], "tool_choice": "required"}
    choice = client.chat.completions.create(**asks).choices[0]
    calls, reasons = {}, []
    for part in (chunk.choices[0] for chunk in client.chat.completions.create(**asks, stream=True) if chunk.choices):
        reasons += [part.finish_reason] if part.finish_reason else []
        for call in part.delta.tool_calls or []:
            name, arguments = calls.get(call.index, ("", ""))
            calls[call.index] = name + (call.function.name or ""), arguments + (call.function.arguments or "")
    first = choice.message.tool_calls[0]
    turns = [*QUESTION["messages"], choice.message, {"role": "tool", "tool_call_id": first.id, "content": "rain"}]
    told = client.chat.completions.create(**{**asks, "messages": turns, "tool_choice": "none"}, max_tokens=8)
    return {"reason": choice.finish_reason,
            "calls": [[call.function.name, json.loads(call.function.arguments)] for call in choice.message.tool_calls],
            "streamed_reasons": reasons,
            "streamed": [[name, json.loads(arguments)] for name, arguments in calls.values()],
            "ids": [call.id for call in choice.message.tool_calls],
            "told": told.choices[0].message.content}


def errors():
    def raised(of=client, **more):
        try:
            of.chat.completions.create(**{**CHAT, **more})
        except openai.APIStatusError as e:
            return {"class": type(e).__name__, "status": e.status_code, "param": e.param, "code": e.code,
                    "type": e.type, "message": e.body["message"]}
        return None

    return {"model": raised(model="of-nobody"), "temperature": raised(temperature=-2),
            "unknown": raised(extra_body={"nonsense": 1}),
            "long": raised(messages=[{"role": "user", "content": "a wonderful day " * 4000}]),
            "key": raised(of=client.with_options(api_key="x" * 20))}


def leaving():
    long = {"model": asked["model"], "prompt": asked["prompt"], "max_tokens": 6000,
            "extra_body": {"ignore_eos": True}}
    stream = client.completions.create(**long, stream=True)
    taken = [next(stream).choices[0].text for _ in range(3)]
    stream.close()
    idle_after_closing = idle()
    try:
        client.with_options(timeout=1).completions.create(**long)
        timed_out = None
    except openai.APITimeoutError as e:
        timed_out = type(e).__name__
    return {"taken": len(taken), "idle_after_closing": idle_after_closing, "timed_out": timed_out,
            "idle_after_timeout": idle()}


def idle():
    """Waits until the server says that no row of the model is in use, at most a minute."""
    line = f'isotherm_rows{{model="{asked["model"]}"}} 0.0'
    for _ in range(600):
        metrics = httpx.get(asked["base_url"].removesuffix("/v1") + "/metrics",
                            headers={"Authorization": f"Bearer {asked['api_key']}"})
        if line in metrics.text.splitlines():
            return True
        time.sleep(0.1)
    return False


print(json.dumps({part.__name__: part for part in (models, chat, completions, structured, tools, errors, leaving)}
                 [sys.argv[1]]()))

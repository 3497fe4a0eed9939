// What the JavaScript client of OpenAI gets of a server, as JSON; ClientsIT runs it and says what it must be.
//
//     node openai.mjs '{"base_url": …, "api_key": …, "model": …, …}'

import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';

import { asked, idle } from './server.mjs';

const client = new OpenAI({ baseURL: asked.base_url, apiKey: asked.api_key, maxRetries: 0 });
const question = { model: asked.model, messages: [{ role: 'user', content: asked.question }] };
const drawn = { seed: asked.seed, temperature: asked.temperature };
const chat = { ...question, ...drawn, max_completion_tokens: asked.tokens };
const place = zodResponseFormat(z.object({ city: z.string(), country: z.string() }), 'place');
const weather = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  },
};

async function texts() {
  const whole = await client.chat.completions.create({ ...chat, logprobs: true, top_logprobs: 2 });
  const stream = await client.chat.completions.create({ ...chat, logprobs: true, stream: true, stream_options: { include_usage: true } });
  let streamed = '';
  const usages = [];
  const tokens = [];
  for await (const chunk of stream) {
    streamed += chunk.choices[0]?.delta.content ?? '';
    tokens.push(...(chunk.choices[0]?.logprobs?.content ?? []));
    if (chunk.usage) usages.push(chunk.usage.total_tokens);
  }
  const collected = await client.chat.completions.stream(chat).finalContent();
  const completed = await client.completions.create({
    model: asked.model, prompt: asked.prompt, ...drawn, max_tokens: asked.tokens, n: 3, min_p: asked.min_p,
  });
  return {
    text: whole.choices[0].message.content, streamed, collected, usages, usage: whole.usage.total_tokens,
    logprobs: whole.choices[0].logprobs.content.map((token) => token.logprob),
    streamed_logprobs: tokens.map((token) => token.logprob),
    min_p: completed.choices.map((choice) => choice.text),
  };
}

async function forms() {
  const parsed = await client.chat.completions.parse({ ...question, ...drawn, response_format: place });
  const tools = { ...question, ...drawn, tools: [weather], tool_choice: 'required' };
  const called = (await client.chat.completions.create(tools)).choices[0];
  const streamed = (await client.chat.completions.stream(tools).finalChatCompletion()).choices[0];
  const calls = (choice) => choice.message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]);
  return {
    parsed: parsed.choices[0].message.parsed, reason: called.finish_reason, calls: calls(called), streamed: calls(streamed),
  };
}

async function raised(more, options) {
  try {
    await client.chat.completions.create({ ...chat, ...more }, options);
  } catch (e) {
    return { class: e.constructor.name, status: e.status, param: e.param, code: e.code };
  }
  return null;
}

async function errors() {
  const other = new OpenAI({ baseURL: asked.base_url, apiKey: 'x'.repeat(20), maxRetries: 0 });
  return {
    model: await raised({ model: 'of-nobody' }),
    temperature: await raised({ temperature: -2 }),
    key: await other.models.list().then(() => null, (e) => e.constructor.name),
  };
}

async function leaving() {
  const long = { model: asked.model, prompt: asked.prompt, max_tokens: 6000, ignore_eos: true };
  const stream = await client.completions.create({ ...long, stream: true });
  let taken = 0;
  for await (const chunk of stream) {
    taken += chunk.choices.length;
    if (taken === 3) break;
  }
  const afterBreak = await idle();
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 1000);
  const ended = (options) => client.completions.create(long, options).then(() => null, (e) => e.constructor.name);
  const aborted = await ended({ signal: abort.signal });
  const afterAbort = await idle();
  return { taken, afterBreak, aborted, afterAbort, timedOut: await ended({ timeout: 1000 }), afterTimeout: await idle() };
}

console.log(JSON.stringify({ texts: await texts(), forms: await forms(), errors: await errors(), leaving: await leaving() }));

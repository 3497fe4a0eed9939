// What the package ai gets of a server through @ai-sdk/openai-compatible, as JSON; ClientsIT runs it and says what it must be.
//
//     node ai.mjs '{"base_url": …, "api_key": …, "model": …, …}'

import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateObject, generateText, Output, stepCountIs, streamObject, streamText, tool } from 'ai';
import { z } from 'zod';

import { asked, idle } from './server.mjs';

const warnings = [];
globalThis.AI_SDK_LOG_WARNINGS = (all) => warnings.push(all);

function provider(apiKey) {
  return createOpenAICompatible({
    name: 'isotherm', baseURL: asked.base_url, apiKey, includeUsage: true, supportsStructuredOutputs: true,
  });
}

const here = provider(asked.api_key);
const drawn = { model: here.chatModel(asked.model), prompt: asked.question, seed: asked.seed, temperature: asked.temperature, maxRetries: 0 };
const brief = { ...drawn, maxOutputTokens: asked.tokens };
const schema = z.object({ city: z.string(), country: z.string() });

async function texts() {
  const whole = await generateText(brief);
  const stream = streamText(brief);
  let streamed = '';
  for await (const piece of stream.textStream) streamed += piece;
  const minP = await generateText({ ...brief, providerOptions: { isotherm: { min_p: asked.min_p } } });
  return {
    text: whole.text, streamed, usage: whole.usage.totalTokens, streamedUsage: (await stream.usage).totalTokens,
    reason: whole.finishReason, min_p: minP.text,
  };
}

async function forms() {
  const weather = tool({ description: 'The weather in a city', inputSchema: z.object({ city: z.string() }) });
  const tools = { ...drawn, tools: { weather }, toolChoice: 'required' };
  const called = await generateText(tools);
  const stream = streamText(tools);
  const calls = (all) => all.map((call) => [call.toolName, call.input]);
  const acted = [];
  const told = await generateText({
    ...drawn, maxOutputTokens: 60, stopWhen: stepCountIs(2),
    tools: { weather: { ...weather, execute: async (input) => { acted.push(input); return 'rain'; } } },
    prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'none' }),
  });
  const partial = streamObject({ ...drawn, schema });
  for await (const part of partial.partialObjectStream) void part;
  return {
    object: (await generateObject({ ...drawn, schema })).object,
    output: (await generateText({ ...drawn, output: Output.object({ schema }) })).output,
    streamed: await partial.object,
    reason: called.finishReason, calls: calls(called.toolCalls), streamedCalls: calls(await stream.toolCalls),
    acted, steps: told.steps.length, told: told.text,
  };
}

async function raised(more) {
  try {
    await generateText({ ...brief, ...more });
  } catch (e) {
    return { class: e.name, status: e.statusCode, message: e.message };
  }
  return null;
}

async function errors() {
  return {
    model: await raised({ model: here.chatModel('of-nobody') }),
    temperature: await raised({ temperature: -2 }),
    key: await raised({ model: provider('x'.repeat(20)).chatModel(asked.model) }),
  };
}

async function leaving() {
  const abort = new AbortController();
  const stream = streamText({
    ...drawn, maxOutputTokens: 6000, providerOptions: { isotherm: { ignore_eos: true } }, abortSignal: abort.signal,
  });
  let taken = 0;
  for await (const piece of stream.textStream) {
    taken += piece.length > 0;
    if (taken === 3) abort.abort();
  }
  return { taken, idle: await idle() };
}

console.log(JSON.stringify({ texts: await texts(), forms: await forms(), errors: await errors(), leaving: await leaving(), warnings }));

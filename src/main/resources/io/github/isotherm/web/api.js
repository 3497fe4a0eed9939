// What the page asks its server.

import { isToken, token } from './token.js';

/** An error with the server's own sentence, its key and its values, or "offline" when there is no server. */
export class ApiError extends Error {
  constructor(status, { error, code = '', values = {} }) {
    super(error);
    Object.assign(this, { status, code, values });
  }
}

/** While the model works the server sends these words before binary numbers, to find out whether the page is still there. */
const PING = 0x7fc1a5a5;
/** In place of numbers an error follows, as a text. */
const FAILED = 0x7fc1a5a6;

function headers(extra) {
  const brought = token();
  return { 'Isotherm-Pings': '1', ...extra, ...(brought && isToken(brought) ? { Authorization: `Bearer ${brought}` } : {}) };
}

async function ask(path, body, signal) {
  const init = body === undefined
    ? { headers: headers(), signal }
    : { method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(body), signal };
  let response;
  try {
    response = await fetch(`/api/${path}`, init);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, { error: 'offline' });
  }
  if (!response.ok) {
    const text = await response.text();
    let told = { error: text || `HTTP ${response.status}` };
    try { told = JSON.parse(text); } catch { /* not ours: shown as it is */ }
    throw new ApiError(response.status, told);
  }
  return response;
}

/** An answer that began before its error was known has status 200, and the other one in it. */
function known(told) {
  if (told.error !== undefined) throw new ApiError(told.status, told);
  return told;
}

const json = async (path, body, signal) => known(await (await ask(path, body, signal)).json());

async function binary(path, body, signal) {
  const all = await (await ask(path, body, signal)).arrayBuffer();
  const words = new Uint32Array(all);
  const from = words.findIndex((word) => word !== PING);
  if (words[from] === FAILED) known(JSON.parse(new TextDecoder().decode(all.slice(4 * from + 4))));
  return from > 0 ? all.slice(4 * from) : all;
}

export const model = () => json('model');
export const vocabulary = async () => (await json('vocabulary')).texts;
export const prompt = (body, signal) => json('prompt', body, signal);
/** In an address of some length the browser can keep them; the server is asked whether they are still the same. */
export const logits = (ids, signal) => (ids.length <= 1000 ? binary(`logits?ids=${ids}`, undefined, signal) : binary('logits', { ids }, signal));
export const picture = async (body, signal) => (await json('picture', body, signal)).svg;
export const next = (body, signal) => json('next', body, signal);
export const alternatives = (body) => json('alternatives', body);
/** Ends a run; what came of it is still told to the one who reads it. */
export const stop = (run) => json('stop', { run });

/** Probabilities and logits of every token after a chain. */
export async function processed(body, signal) {
  const all = new Float32Array(await binary('processed', body, signal));
  return { probabilities: all.subarray(0, all.length / 2), logits: all.subarray(all.length / 2) };
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (error) {
    throw error.name === 'AbortError' ? error : new ApiError(0, { error: 'offline' });
  }
}

/** Completions while they are made: calls back for every line. Aborting the signal stops the model. */
export async function complete(body, onEvent, signal) {
  const response = await ask('complete', body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await read(reader);
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line.trim()) onEvent(JSON.parse(line));
  }
}

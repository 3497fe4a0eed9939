// Measures the real page, in this browser, from the slider's event to the painted frame. No model is asked.

const CASES = [[49152, 4], [49152, 6], [151936, 4], [151936, 6]];
const LARGEST = 151936;
const PEAKS = 20;
const HIGHEST = 18;
/** Until the page holds the new numbers; that and the making of the frame; that and the wait for the frame to be due. */
const MEASURES = ['drawn', 'work', 'painted'];
const TIMEOUT_MILLIS = 5000;

const asked = new URLSearchParams(location.search);
const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });
const $ = (id) => document.getElementById(id);

/** Uniform numbers in [0, 1), the same every time (mulberry32). */
function uniform(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let x = Math.imul(a ^ (a >>> 15), 1 | a);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

function logits(size) {
  const next = uniform(size);
  const values = Float32Array.from({ length: size }, () => 2 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
  for (let i = 0; i < PEAKS; i++) values[Math.floor(next() * size)] = HIGHEST - i / 2;
  return values.buffer;
}

let size = CASES[0][0];

const answers = {
  model: () => ({ model: 'made-up logits', vocabulary_size: size, context_length: 1, processors: [], orders: {} }),
  vocabulary: () => ({ texts: Array.from({ length: LARGEST }, (_, id) => ` token${id}`) }),
  prompt: ({ prompt, candidates }) => ({ prompt, removed: '', tokens: [{ id: size, text: prompt }], candidates: candidates.map((text, i) => ({ text, ids: [i] })) }),
  logits: () => logits(size),
  complete: () => ({}),
};

/** Stands in for the server; files still come from it. */
function answerHere() {
  const real = window.fetch.bind(window);
  window.fetch = async (path, init) => {
    const name = /^\/api\/(\w+)(?:\?.*)?$/.exec(path)?.[1];
    if (!name) return real(path, init);
    const answer = answers[name](JSON.parse(init.body ?? '{}'));
    return new Response(answer instanceof ArrayBuffer ? answer : JSON.stringify(answer));
  };
}

async function openPlayground() {
  const page = new DOMParser().parseFromString(await (await fetch('/index.html')).text(), 'text/html');
  $('playground').append(...page.body.children);
  answerHere();
  await import('./app.js');
  await until(() => document.body.dataset.ready === 'true');
}

async function until(holds) {
  const end = performance.now() + TIMEOUT_MILLIS;
  while (!holds()) {
    if (performance.now() > end) throw new Error('The playground did not answer in time.');
    await pause(20);
  }
}

let onDrawn = () => {};
const mark = performance.mark.bind(performance);
performance.mark = (name, options) => {
  if (name === 'isotherm-drawn') onDrawn(options.detail);
  return mark(name, options);
};

/** Moves the slider once: how long until the page holds the new numbers, and until the frame with them is made. */
function move(temperature) {
  return new Promise((resolve, reject) => {
    const slider = $('temperature');
    const failed = setTimeout(() => reject(new Error(`T = ${temperature} was not drawn in time.`)), TIMEOUT_MILLIS);
    const channel = new MessageChannel();
    const began = performance.now();
    onDrawn = (shown) => {
      if (shown !== temperature) return;
      onDrawn = () => {};
      clearTimeout(failed);
      const drawn = performance.now() - began;
      requestAnimationFrame(() => {
        const frame = performance.now();
        channel.port1.onmessage = () => {
          const made = performance.now();
          resolve({ drawn, work: drawn + made - frame, painted: made - began });
        };
        channel.port2.postMessage('');
      });
    };
    slider.value = temperature;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Temperatures between the curves' own, none twice. */
const temperatures = (count) => Array.from({ length: 170 }, (_, i) => (30 + i) / 100).filter((t) => Math.round(t * 100) % 5 !== 0).slice(0, count);

async function show(panels) {
  document.body.dataset.ready = '';
  const prompt = $('prompt');
  prompt.value = `made-up logits, ${size}`;
  prompt.dispatchEvent(new Event('input', { bubbles: true }));
  await until(() => document.body.dataset.ready === 'true');
  while (document.querySelectorAll('.panel').length < panels) {
    const before = document.querySelectorAll('.panel').length;
    $('add-panel').click();
    await until(() => document.querySelectorAll('.panel').length > before);
  }
  while (document.querySelectorAll('.panel').length > panels) {
    const before = document.querySelectorAll('.panel').length;
    document.querySelector('.panel:last-child .close').click();
    await until(() => document.querySelectorAll('.panel').length < before);
  }
  await until(() => document.querySelectorAll('.curve').length > 0);
  await pause(300);
}

async function measure(panels, moves) {
  const next = uniform(7);
  const taken = [];
  for (const temperature of temperatures(moves)) {
    await pause(25 + 17 * next()); // anywhere within a frame, as a key is pressed
    taken.push(await move(temperature));
  }
  return taken.slice(2); // the first two warm up
}

function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return [sorted[0], at(0.5), at(0.95)];
}

async function run() {
  const moves = Math.min(130, Math.max(5, Number($('bench-moves').value) || 120));
  const results = [];
  $('bench-run').disabled = true;
  document.querySelector('#bench-results tbody').replaceChildren();
  try {
    for (const [logitCount, panels] of CASES) {
      size = logitCount;
      $('bench-progress').textContent = `Measuring ${logitCount.toLocaleString('en-US')} logits, ${panels} panels …`;
      await show(panels);
      const taken = await measure(panels, moves);
      results.push({ logits: logitCount, panels, ...Object.fromEntries(MEASURES.map((name) => [name, summary(taken.map((t) => t[name]))])) });
      addRow(results.at(-1));
    }
    $('bench-progress').textContent = `Done: ${moves} moves each, ${navigator.hardwareConcurrency} processors, ${navigator.userAgent}.`;
    $('bench-results').dataset.results = JSON.stringify(results);
  } catch (error) {
    $('bench-progress').textContent = String(error.message ?? error);
  }
  $('bench-run').disabled = false;
}

function addRow(result) {
  const cell = (text, kind) => Object.assign(document.createElement('td'), { textContent: text, className: kind });
  const row = document.createElement('tr');
  row.append(cell(result.logits.toLocaleString('en-US'), ''), cell(result.panels, ''), ...MEASURES.flatMap((name) => result[name]).map((millis) => cell(millis.toFixed(1), 'number')));
  document.querySelector('#bench-results tbody').append(row);
}

async function start() {
  if (asked.has('moves')) $('bench-moves').value = asked.get('moves');
  $('bench-run').addEventListener('click', run);
  try {
    await openPlayground();
    $('bench-run').disabled = false;
    $('bench-progress').textContent = 'Press Measure. Keep this page in front: a page behind another one is not painted.';
  } catch (error) {
    $('bench-progress').textContent = String(error.message ?? error);
  }
}

start();

// Puts the page together: who changes the state, and what is drawn when.
import * as api from './api.js';
import { $, debounce, figure, h, setText, temperatureText } from './dom.js';
import { tokenElements, tokenText } from './token-text.js';
import { explained } from './errors.js';
import { nextLanguage, switchLanguage, t, translatePage } from './i18n.js';
import { drawAddressNote, isFromAddress, listenForAddress, remember } from './address.js';
import { numberField } from './number-field.js';
import { MOST_TOKENS, readSeed, readWhole } from './numbers.js';
import { activeTemperature, change, isTemperatureOnly, onChange, state } from './state.js';
import { asScored, computeCurves, computePanels, forgetDistributions, loadPrompt, view } from './view.js';
import { drawPanels } from './panels.js';
import { drawCurves, drawCursor, watchWidth } from './curves.js';
import { chainPieces, chainText } from './chain-text.js';
import { openFields } from './chain-fields.js';
import { drawChain, drawConstraintError, drawFunnel, drawOrders, fillProcessors, firstValue } from './chain.js';
import { drawTokens, listenForTokens } from './tokens.js';
import { drawSentences, forgetSentences } from './sentences.js';
import { keepFocus } from './focus.js';
import { drawMarks, listenForTerms } from './terms.js';
import { fitPrompt, listenForPresenting } from './stage.js';
import { drawCompletions, forgetCompletions, run, stop } from './completions.js';
import { drawSamples, forgetSamples } from './samples.js';
import { openLesson } from './lesson.js';
import { drawExport } from './export.js';
import { awaiting, drawAwaited } from './loading.js';
import { drawNotice, listenForNotice, report } from './notice.js';

const actions = {
  setTemperature: (i, value) => change({ temperatures: state.temperatures.map((old, n) => (n === i ? value : old)) }),
  select: (i) => change({ active: i }),
  remove: (i) => {
    change({ temperatures: state.temperatures.filter((_, n) => n !== i), active: Math.max(0, state.active - (i <= state.active ? 1 : 0)) });
    $('add-panel').focus();
  },
  branch: (ids) => {
    branching = true;
    change({ branch: [...state.branch, ...ids] });
  },
  move: (from, to, focus) => {
    const pieces = [...state.chain];
    pieces.splice(to, 0, ...pieces.splice(from, 1));
    change({ chain: pieces });
    drawChain(actions, focus);
  },
  setValue: (i, value) => change({ chain: chainPieces(chainText(state.chain.map((piece, n) => (n === i ? { ...piece, value } : piece)))) }),
  arrange: (chain) => change({ chain }),
  removePiece: (i) => {
    change({ chain: state.chain.filter((_, n) => n !== i) });
    $('processor').focus();
  },
};

let branching = false;
/** The prompt and the token that its blank is filled with, as they stand in the page. */
let filled = '';
let promptError = null;
/** How often the prompt and the chain were changed, and which of these changes the numbers shown are of. */
const wanted = { prompt: 0, chain: 0 };
const drawn = { prompt: 0, chain: 0 };
let chainError = null;
let computing = null;
let again = false;

/** Computes and draws the panels; moves that come meanwhile are taken together. */
function refresh() {
  if (!view.order) {
    drawPanels(actions);
    drawCursor();
    return null;
  }
  again = true;
  computing ??= computeAndDraw();
  return computing;
}

/** Whether the chain is to blame: it is malformed, or leaves no token. */
const isOfChain = ({ status, code }) => status === 400 || code?.startsWith('decoding.');

async function computeAndDraw() {
  while (again) {
    again = false;
    const { chain } = wanted;
    try {
      await computePanels();
      chainError = null;
      draw();
      drawn.chain = chain;
    } catch (error) {
      if (isOfChain(error)) chainError = error; else report(error);
    }
    drawChainError();
  }
  computing = null;
  if (view.curves.length === 0) refreshCurves(); // after the panels, which are looked at first
}

function draw() {
  if (view.panels.length !== state.temperatures.length) return;
  drawPanels(actions);
  drawCursor();
  drawFunnel();
  drawFilled();
  drawSentences(report);
  drawTokens(actions);
  announce();
  performance.mark('isotherm-drawn', { detail: activeTemperature() });
}

/** The prompt with its blank filled by the token that is most probable at the selected temperature. */
function drawFilled() {
  const distribution = view.panels[state.active];
  if (!distribution?.p) return;
  const probabilities = distribution.p.slice(view.words.length);
  const p = Math.max(...probabilities);
  const id = view.top[probabilities.indexOf(p)];
  const given = view.tokens.map((token) => token.text).join('');
  const shown = [given.length > 160 ? `… ${given.slice(-160)}` : given, id];
  if (JSON.stringify(shown) !== filled) {
    $('filled').replaceChildren(h('span', { class: 'given' }, shown[0]), ' ', h('strong', { class: 'fill' }, tokenElements(tokenText(view.texts[id], id))), ' ', h('span', { class: 'note' }));
    filled = JSON.stringify(shown);
  }
  $('filled').querySelector('.fill').dataset.p = p;
  setText($('filled').querySelector('.note'), t('filled', { p: figure(p), t: temperatureText(distribution.temperature) }));
}

const announce = debounce(700, () => { setText($('live'), $('temperature').getAttribute('aria-valuetext') ?? ''); });
const slowRefresh = debounce(60, refresh);
const refreshCurves = debounce(40, async () => {
  if (!view.order) return;
  try {
    if (await computeCurves()) drawCurves();
  } catch (error) {
    if (!isOfChain(error)) report(error);
  }
});

let loads = 0;

async function reload() {
  const mine = ++loads;
  const isLast = () => mine === loads;
  try {
    await open();
    const { prompt } = wanted;
    if (!await loadPrompt(awaiting)) return;
    report(null);
    promptError = null;
    forgetDistributions();
    drawPrompt();
    await refresh();
    drawn.prompt = Math.max(drawn.prompt, prompt);
    drawStale();
    if (!isLast()) return;
    document.body.dataset.ready = 'true';
    drawCompletions();
    if (state.tab === 'samples') openTab();
    awaiting(''); // else the way back is hidden behind what is awaited
    if (branching) focusBranch();
  } catch (error) {
    if (!isLast() || error.name === 'AbortError') return;
    promptError = error;
    if (error.status !== 400) report(error);
    drawPrompt();
  } finally {
    if (isLast()) awaiting('');
  }
}

/** The token clicked on is gone; the way back is the next thing to reach, unless the focus went elsewhere meanwhile. */
function focusBranch() {
  branching = false;
  const held = document.activeElement;
  if (!held || held === document.body || held.closest('#panels, #tokens')) $('unbranch')?.focus({ preventScroll: true });
}

/** Asks once what does not change with the prompt. */
async function open() {
  if (view.texts.length > 0) return;
  awaiting('model');
  view.model = await api.model();
  setText($('model'), view.model.model);
  fillProcessors();
  drawChain(actions);
  drawOrders(actions);
  awaiting('vocabulary');
  view.texts = await api.vocabulary();
}
const slowReload = debounce(250, reload);

/** Numbers of another prompt or chain than the one written lose their colours, from the first letter until new ones are drawn. */
const drawStale = () => document.body.classList.toggle('stale', Boolean(view.order
  && (promptError || chainError || drawn.prompt < wanted.prompt || drawn.chain < wanted.chain)));

/** What a grammar, a schema or an expression has wrong comes without a key, and is said at its piece. */
function drawChainError() {
  const sentence = chainError ? explained(chainError) : '';
  const isOfText = Boolean(chainError) && !chainError.code;
  if (sentence) fold('chain').open = true;
  const isSaid = drawConstraintError(isOfText ? sentence : '') && isOfText;
  setText($('chain-error'), isSaid ? '' : sentence);
  drawStale();
}

function drawPrompt() {
  drawStale();
  $('prompt-note').classList.toggle('error', promptError?.status === 400);
  $('prompt').setAttribute('aria-invalid', String(promptError?.status === 400));
  if (promptError) {
    const sentences = promptError.status === 400 ? [explained(promptError)] : [];
    if (view.order) sentences.push(t('stale', { prompt: view.tokens.map((token) => token.text).join('') }));
    setText($('prompt-note'), sentences.join(' '));
    return;
  }
  const branch = view.tokens.slice(view.tokens.length - state.branch.length);
  const note = t(view.tokens.length === 1 ? 'promptToken' : 'promptTokens', { n: view.tokens.length }) + (view.removed ? t('removed') : '');
  $('prompt-note').title = view.removed ? t('removedWhy') : '';
  $('prompt-note').replaceChildren(note, ...(branch.length > 0
    ? [` · ${t('branched')} “${branch.map((token) => token.text).join('')}”`, h('button', { type: 'button', id: 'unbranch', onclick: () => change({ branch: [] }) }, t('unbranch'))] : []));
}

function drawWords() {
  $('words').replaceChildren(...state.words.map((word, i) => h('li', {}, tokenText(asScored(word)), h('button', {
    type: 'button', 'aria-label': t('removeWord', { word }), onclick: () => { change({ words: state.words.filter((_, n) => n !== i) }); $('word').focus(); },
  }, '×'))));
}

/** All that shows the state beside the temperatures. */
function drawControls() {
  for (const name of ['rows', 'measure']) for (const radio of document.getElementsByName(name)) radio.checked = radio.value === state[name];
  $('measure').hidden = state.rows !== 'words';
  $('words-form').hidden = state.rows !== 'words';
  for (const [id, key] of [['prompt', 'prompt'], ['seed', 'seed'], ['max-tokens', 'maxTokens']]) if (document.activeElement !== $(id) || isFromAddress()) $(id).value = state[key];
  fitPrompt();
  for (const tab of document.querySelectorAll('[data-tab]')) {
    const chosen = tab.dataset.tab === state.tab;
    if (chosen) tab.setAttribute('aria-current', 'page'); else tab.removeAttribute('aria-current');
    $(`view-${tab.dataset.tab}`).hidden = !chosen;
  }
  const next = nextLanguage();
  setText($('language'), next.code.toUpperCase());
  $('language').lang = next.code;
  $('language').setAttribute('aria-label', `${next.code.toUpperCase()}: ${next.invitation}`);
}

onChange((keys) => {
  const changed = (...names) => names.some((name) => keys.includes(name));
  if (changed('prompt', 'branch')) wanted.prompt++;
  if (changed('chain')) wanted.chain++;
  drawStale();
  remember(keys);
  if (keys.some((key) => !['temperatures', 'active'].includes(key))) drawControls();
  if (changed('words')) drawWords();
  if (changed('chain')) {
    forgetDistributions();
    drawOrders(actions);
    drawChain(actions);
    if (isFromAddress() && !isTemperatureOnly()) fold('chain').open = true;
  }
  if (changed('rows', 'measure')) drawCurves();
  if (changed('temperatures') && document.querySelectorAll('#curves .cursor').length !== state.temperatures.length) drawCurves();
  if (changed('tab')) openTab();
  if (changed('prompt', 'branch', 'words')) {
    forgetCompletions();
    forgetSentences();
    forgetSamples();
    (changed('prompt') ? slowReload : reload)();
  } else if (changed('temperatures', 'active', 'chain', 'rows', 'measure')) (isTemperatureOnly() ? refresh : slowRefresh)();
});

function openTab() {
  if (state.tab === 'samples') drawSamples(report);
  if (state.tab === 'lesson') openLesson(report);
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  setText($('theme'), theme === 'dark' ? '☀' : '☾');
}

function listen() {
  $('prompt').addEventListener('input', (event) => change({ prompt: event.target.value, branch: [] }));
  $('prompt-form').addEventListener('submit', (event) => event.preventDefault());
  $('words-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = $('word').value.split(',').map((word) => word.trim()).filter((word) => word && !state.words.includes(word));
    $('word').value = '';
    if (words.length > 0) change({ words: [...state.words, ...words] });
  });
  $('temperature').addEventListener('input', (event) => {
    performance.mark('isotherm-slider', { detail: Number(event.target.value) });
    actions.setTemperature(state.active, Number(event.target.value));
  });
  for (const name of ['rows', 'measure']) for (const radio of document.getElementsByName(name)) radio.addEventListener('change', () => change({ [name]: radio.value }));
  $('add-panel').addEventListener('click', () => {
    const free = [1.5, 0.2, 0.7, 1.2, 0.1, 1.8].find((value) => !state.temperatures.includes(value));
    change({ temperatures: [...state.temperatures, free], active: state.temperatures.length });
  });
  $('chain-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const name = $('processor').value;
    openFields(name);
    change({ chain: [...state.chain, { name, value: firstValue(name) }] });
  });
  $('run-form').addEventListener('submit', (event) => { event.preventDefault(); report(null); run(report); });
  $('stop').addEventListener('click', stop);
  numberField($('seed'), {
    read: readSeed, used: () => state.seed, allowed: 'allowedSeed',
    take: (seed) => { change({ seed }); if (view.order) drawSentences(report); },
  });
  numberField($('max-tokens'), {
    read: (text) => readWhole(text, 1, MOST_TOKENS), used: () => String(state.maxTokens), take: (maxTokens) => change({ maxTokens }), allowed: 'allowedTokens', step: 1,
  });
  for (const tab of document.querySelectorAll('[data-tab]')) tab.addEventListener('click', () => change({ tab: tab.dataset.tab }));
  $('theme').addEventListener('click', () => {
    const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', theme);
    setTheme(theme);
  });
  $('language').addEventListener('click', () => { switchLanguage(); drawAll(); });
  listenForTokens(actions);
  listenForAddress(reload);
  listenForPresenting();
  listenForTerms();
  keepFocus();
  fold('chain').open = !isTemperatureOnly();
}

const fold = (name) => document.querySelector(`[data-fold="${name}"]`);

function drawAll() {
  translatePage();
  drawMarks();
  drawControls();
  drawWords();
  drawExport();
  drawCompletions();
  drawOrders(actions);
  drawChain(actions);
  openTab();
  drawAwaited();
  drawNotice();
  drawAddressNote();
  drawChainError();
  if (view.order || promptError) drawPrompt();
  drawCurves();
  drawPanels(actions);
  drawTokens(actions);
  if (view.order) draw();
}

async function start() {
  setTheme(localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  listen();
  listenForNotice(reload);
  awaiting('model');
  drawAll();
  watchWidth(drawCurves);
  await reload();
}

start();

// The article's own example beside the live model, and four things to try.
import * as api from './api.js';
import { chainPieces } from './chain-text.js';
import * as engine from './engine.js';
import { $, decimal, figure, h, setText, svg, temperatureText, whole } from './dom.js';
import { t } from './i18n.js';
import { foot } from './panels.js';
import { change, state } from './state.js';
import { distribution, probability, ranking, shares, sortedBy } from './softmax.js';

const WORDS = ['day', 'space', 'furniture', 'experience', 'problem', 'challenge'];
const LOGITS = [5, 2.2, 2, 4.5, 3, 2.7];
const PROMPT = 'This is a wonderful';
const TOP_P = { temperature: 1.5, after: 'temperature=1 > top-p=0.9', before: 'top-p=0.9 > temperature=1' };

let temperature = 1;
let live = null;
let kept = null;
let article;
let model;

/** The article's formula over its six logits. */
export function articleProbabilities(at) {
  const order = ranking(LOGITS);
  const d = distribution(sortedBy(LOGITS, order), at);
  return LOGITS.map((logit, i) => probability(logit, order[0] === i, d));
}

export async function openLesson(report) {
  article = bars('article');
  model = bars('live');
  const slider = h('input', { type: 'range', id: 'lesson-temperature', class: 'lesson-slider', min: 0, max: 2, step: 0.01, value: temperature, oninput: (e) => set(Number(e.target.value)) });
  $('view-lesson').replaceChildren(
    h('section', { class: 'card' }, h('h2', {}, t('lessonTitle')), h('p', { class: 'lead' }, t('lessonIntro')), h('p', { class: 'blank' }, `${PROMPT} ___`),
      h('p', { class: 'reading' }, h('span', { class: 'unit' }, 'T'), h('span', { id: 'lesson-reading' })),
      h('label', { for: 'lesson-temperature', class: 'hidden' }, t('lessonTemperature')), slider,
      h('div', { class: 'lesson-grid' },
        h('div', {}, h('h3', {}, t('lessonArticle')), article.element), h('div', {}, h('h3', {}, t('lessonLive')), model.element))),
    h('section', { class: 'card' }, h('h2', {}, t('tour')), h('ol', { class: 'tour' }, [0.05, 1, 2].map((to, i) => h('li', {},
      h('button', { type: 'button', 'data-tour': i, onclick: () => { set(to); slider.focus(); } }, t(`tour${i}`)), h('p', {}, t(`tour${i}text`)))),
    h('li', {}, h('button', { type: 'button', 'data-tour': 3, 'aria-label': t('tour3label'), onclick: tryOrders }, `${t('tour3')} ›`), h('p', { id: 'tour-order' })))));
  setText($('tour-order'), t('tour3text', kept ?? { after: '…', before: '…' }));
  set(temperature);
  try {
    await loadLive();
    await set(temperature);
  } catch (error) {
    report(error);
  }
}

/** The last stop is in the playground itself: the chain with its order buttons, the selected panel at the same temperature. */
function tryOrders() {
  const temperatures = state.temperatures.map((old, i) => (i === state.active ? TOP_P.temperature : old));
  change({ tab: 'playground', chain: chainPieces(TOP_P.after), temperatures });
  $('orders').scrollIntoView({ block: 'center' });
  $('orders').querySelector('[data-order="temperature-last"]').focus();
}

async function loadLive() {
  if (!live) {
    const answer = await api.prompt({ prompt: PROMPT, candidates: WORDS });
    const ids = answer.tokens.map((token) => token.id);
    await engine.load('lesson', await api.logits(ids));
    const keptBy = async (chain) => (await api.next({ ids, temperatures: [TOP_P.temperature], chain, top: 1 })).temperatures[0].kept;
    kept = { after: whole(await keptBy(TOP_P.after)), before: whole(await keptBy(TOP_P.before)) };
    live = answer.candidates.map((word) => [['lesson', word.ids[0]]]);
  }
  setText($('tour-order'), t('tour3text', kept));
}

function bars(name) {
  const rows = WORDS.map((word, i) => {
    const rect = svg('rect', { height: 22, width: 0, class: `fill${i}` });
    const number = h('td', { class: 'number', role: 'cell' });
    const element = h('tr', { 'data-token': word, role: 'row' }, h('th', { class: 'name', scope: 'row', role: 'rowheader' }, word), number,
      h('td', { class: 'bar', 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 100 22', preserveAspectRatio: 'none' }, rect)));
    return { rect, number, element };
  });
  const title = name === 'article' ? t('probability') : t('lessonShare');
  const head = h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
    h('th', { class: 'name', scope: 'col', role: 'columnheader' }, t('token')), h('th', { class: 'number', scope: 'col', role: 'columnheader' }, title)));
  return { rows, element: h('table', { class: 'bars', id: `lesson-${name}`, role: 'table' }, head, h('tbody', { role: 'rowgroup' }, rows.map((r) => r.element)), foot()) };
}

function show(target, probabilities) {
  probabilities.forEach((p, i) => {
    target.rows[i].rect.setAttribute('width', 100 * p);
    target.rows[i].element.dataset.p = p;
    setText(target.rows[i].number, figure(p, 6));
  });
}

async function set(to) {
  temperature = to;
  setText($('lesson-reading'), temperatureText(to));
  const slider = $('lesson-temperature');
  if (Number(slider.value) !== to) slider.value = to;
  const probabilities = articleProbabilities(to);
  const entropy = -probabilities.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
  slider.setAttribute('aria-valuetext', t('temperatureValue', { t: temperatureText(to), n: decimal(Math.exp(entropy).toFixed(1)) }));
  show(article, probabilities);
  if (!live) return;
  const [result] = await engine.evaluate('lesson', [to], live);
  if (temperature === to) show(model, shares(result.p));
}

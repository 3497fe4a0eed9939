// The branches taken from a prompt, as a tree: each is kept, and each can be gone back to.
import { $, figure, h, svg, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { change, onChange, state } from './state.js';
import { tokenText } from './token-text.js';
import { view } from './view.js';

const nodes = new Map();
const keyOf = (ids) => ids.join(',');
let listeners = [];

/** Goes on from some ids behind the prompt. What the place's probabilities were stays with the branch. */
export function branchTo(ids, known = {}) {
  keep(ids, known);
  change(keyOf(ids) === keyOf(state.branch) ? { tab: 'playground' } : { branch: ids, tab: 'playground' });
  const now = document.querySelector('#branches [aria-current]') ?? $('prompt');
  now.focus({ preventScroll: true });
}

function keep(ids, known) {
  if (ids.length > 0) nodes.set(keyOf(ids), { ids, ...nodes.get(keyOf(ids)), ...known });
}

/** Tells of a branch that is kept what came to be known later. */
export function knowBranch(ids, known) {
  if (!nodes.has(keyOf(ids))) return;
  keep(ids, known);
  for (const draw of listeners) draw();
}

onChange((keys) => {
  if (keys.includes('prompt')) nodes.clear();
  if (keys.includes('branch') || keys.includes('prompt')) for (const draw of listeners) draw();
});

/** Tells when the tree has changed. */
export function onBranches(draw) {
  listeners = [draw];
}

const isBefore = (a, b) => a.length < b.length && a.every((id, i) => id === b[i]);

function parentOf({ ids }) {
  return [...nodes.values()].filter((other) => isBefore(other.ids, ids)).sort((a, b) => b.ids.length - a.ids.length)[0] ?? null;
}

const textOf = (ids) => ids.map((id) => view.texts[id] ?? '').join('');

/** The way back from where the page stands. */
export const parentBranch = () => parentOf({ ids: state.branch })?.ids ?? [];

/** The tree, or nothing before the first branch. */
export function drawBranches(place) {
  if (state.branch.length > 0 && !nodes.has(keyOf(state.branch))) nodes.set(keyOf(state.branch), { ids: state.branch });
  if (nodes.size === 0) {
    place.replaceChildren();
    return;
  }
  const isHeld = place.contains(document.activeElement);
  const back = state.branch.length === 0 ? null : h('button', { type: 'button', id: 'branch-back', onclick: () => branchTo(parentBranch()) }, t('branchBack'));
  place.replaceChildren(h('nav', { id: 'branches', class: 'branches', 'aria-label': t('branches') },
    h('div', { class: 'headline' }, h('h3', {}, t('branches')), back),
    h('ul', {}, h('li', {}, entry([], `${view.prompt} …`), under(null)))));
  if (isHeld) place.querySelector('[aria-current]').focus({ preventScroll: true });
}

function under(parent) {
  const children = [...nodes.values()].filter((node) => parentOf(node) === parent);
  if (children.length === 0) return null;
  return h('ul', {}, children.map((node) => h('li', {}, entry(node.ids, tokenText(textOf(node.ids.slice(parent?.ids.length ?? 0)))), facts(node, node.ids.length - (parent?.ids.length ?? 0) > 1), under(node))));
}

function entry(ids, text) {
  const isCurrent = keyOf(ids) === keyOf(state.branch);
  return h('button', { type: 'button', class: 'branch', 'data-branch': keyOf(ids), 'aria-current': isCurrent ? 'true' : null, onclick: () => branchTo(ids) }, text);
}

/** How probable its last token was at every temperature, as the place's card showed it. */
function facts({ ids, temperature, temperatures, p }, isLonger) {
  if (!p) return null;
  return h('span', { class: 'branch-facts' }, isLonger ? h('i', {}, `${tokenText(textOf(ids.slice(-1)))}:`) : null, temperatures.map((at, i) => h('span', { class: at === temperature ? 'own' : '', 'data-temperature': at, 'data-p': p[i] },
    `T ${temperatureText(at)} `, bar(p[i]), ' ', h('b', {}, figure(p[i])))));
}

/** A bar on the axis from 0 to 1. */
export const bar = (p) => svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', class: 'small-bar', 'aria-hidden': 'true' }, svg('rect', { width: 100 * p, height: 8, class: 'fill0' }));

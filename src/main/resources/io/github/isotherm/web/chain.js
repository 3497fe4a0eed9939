// The chain as pieces that can be moved, and what each piece leaves.
import { fieldsElement } from './chain-fields.js';
import { arranged, chainText, isClosed, withTemperature } from './chain-text.js';
import { decimal, h, $, percent, svg, setText, whole } from './dom.js';
import { language, meaningOf, t } from './i18n.js';
import { state } from './state.js';
import { view } from './view.js';

const known = (name) => view.model?.processors.find((processor) => processor.name === name);

/** What a piece takes, in signs: "p [0, 1] · min-keep 1, 2, …". */
function takes(name) {
  const { parameters = [], ranges = {} } = known(name) ?? {};
  return parameters.map((parameter) => [parameter, ranges[parameter]].filter(Boolean).join(' ')).join(' · ');
}

/** What it does, takes, and where it is off. */
function hint(name) {
  const { off } = known(name) ?? {};
  return [known(name) && meaningOf(known(name)), takes(name), off && t('offAt', { value: off })].filter(Boolean).join('\n');
}

let dragged = -1;

/** What each element was drawn from. */
const drawnFrom = new WeakMap();
const sourceOf = ({ name, value }, i) => JSON.stringify([name, value, i, state.chain.length, language, Boolean(known(name)?.fields)]);

/** Draws the pieces that are not there yet; the focus stays on the piece that was moved. */
export function drawChain(actions, focus) {
  const held = $('chain').contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const old = [...$('chain').children];
  const elements = state.chain.map((piece, i) => (drawnFrom.get(old[i]) === sourceOf(piece, i) ? old[i] : pieceElement(piece, i, actions)));
  if (elements.length !== old.length || elements.some((element, i) => element !== old[i])) $('chain').replaceChildren(...elements);
  describePieces();
  if (focus) $('chain').querySelector(`[data-focus="${focus}"]`)?.focus();
  else if (held) $('chain').querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
  drawFunnel();
}

function pieceElement(piece, i, actions) {
  const { name } = piece;
  const last = state.chain.length - 1;
  const move = (to, label, sign) => h('button', {
    type: 'button', disabled: to < 0 || to > last, 'data-focus': `${sign}${i}`, 'aria-label': t(label, { name }),
    onclick: () => actions.move(i, to, `${sign}${to}`),
  }, sign);
  const isTemperature = name === 'temperature';
  const parameters = isTemperature
    ? h('span', { class: 'note' }, t('eachPanel'))
    : editor(piece, i, actions) ?? h('input', {
      type: 'text', value: piece.value, spellcheck: 'false', autocomplete: 'off', 'aria-label': t('parameters', { name }),
      onchange: ({ target }) => setValue(i, target, actions),
    });
  const element = h('li', {
    class: 'piece', draggable: 'true', 'data-piece': name,
    ondragstart: (event) => { dragged = i; event.dataTransfer.setData('text/plain', name); },
    ondragover: (event) => event.preventDefault(),
    ondrop: (event) => { event.preventDefault(); if (dragged >= 0 && dragged !== i) actions.move(dragged, i); dragged = -1; },
  },
  h('div', { class: 'row' }, h('span', { class: 'title' }, name), move(i - 1, 'moveEarlier', '‹'), move(i + 1, 'moveLater', '›'),
    isTemperature ? null : h('button', { type: 'button', 'aria-label': t('remove', { name }), onclick: () => actions.removePiece(i) }, '×')),
  h('p', { class: 'meaning' }),
  parameters,
  svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { height: 8, width: 0, class: 'fill0' })),
  h('p', { class: 'left' }), known(name)?.constrains ? h('p', { class: 'allowed' }) : null, known(name)?.constrains ? h('p', { class: 'error', role: 'status' }) : null);
  drawnFrom.set(element, sourceOf(piece, i));
  return element;
}

/** The fields of a piece that takes texts; a change in them leaves the piece as it is drawn. */
function editor(piece, i, actions) {
  const fields = known(piece.name)?.fields;
  return fields ? fieldsElement(piece, fields, (value) => {
    drawnFrom.set($('chain').children[i], sourceOf({ ...piece, value }, i));
    actions.setValue(i, value);
  }) : null;
}

/** Says at the constraint what is wrong in its text; tells whether there is one to say it at. */
export function drawConstraintError(sentence) {
  const pieces = [...$('chain').querySelectorAll('.piece:has(.allowed)')];
  for (const piece of pieces) {
    const said = pieces.length === 1 ? sentence : '';
    setText(piece.querySelector('.error'), said);
    piece.querySelector('[data-field]')?.setAttribute('aria-invalid', String(said !== ''));
  }
  return pieces.length === 1;
}

/** Takes a value whose quotes and brackets are closed; an open one would swallow the pieces after it. */
function setValue(i, input, actions) {
  const value = input.value.trim();
  const closed = isClosed(value);
  input.setAttribute('aria-invalid', String(!closed));
  setText($('chain-error'), closed ? '' : t('unclosed', { value }));
  if (closed) actions.setValue(i, value);
}

/** Orders to put the pieces in: those of the command line's --order, and the temperature at either end. */
export function drawOrders(actions) {
  $('orders').hidden = state.chain.length < 2;
  const orders = Object.entries(view.model?.orders ?? { hf: [], 'llama-cpp': [], openai: [] }).map(([name, names]) => [name, name, arranged(state.chain, names)]);
  for (const name of ['temperature-first', 'temperature-last']) orders.push([name, t(name), withTemperature(state.chain, name === 'temperature-first')]);
  const now = chainText(state.chain);
  const buttons = orders.map(([name, label, pieces]) => h('button', {
    type: 'button', class: 'order', 'data-order': name, disabled: state.chain.length < 2 || !view.model, 'aria-label': t('orderNote', { name: label }),
    'aria-pressed': String(state.chain.length > 1 && chainText(pieces) === now), onclick: () => actions.arrange(pieces),
  }, label));
  const held = document.activeElement?.dataset?.order;
  $('orders').replaceChildren(h('span', { class: 'note' }, t('orderShort')), ...buttons);
  if (held) $('orders').querySelector(`[data-order="${held}"]`).focus();
}

/** What each piece leaves at the selected temperature; the bar is the mass that survived it. */
export function drawFunnel() {
  const distribution = view.panels[state.active];
  if (!distribution || !isOfChain(distribution)) return;
  [...$('chain').children].forEach((element, i) => {
    const stage = distribution.funnel?.[i];
    const kept = stage ? stage.kept : distribution.kept;
    const mass = stage ? stage.mass : 1;
    element.dataset.kept = kept;
    element.dataset.mass = mass;
    element.querySelector('rect').setAttribute('width', 100 * mass);
    drawAllowed(element, distribution);
    setText(element.querySelector('.left'), `${t('survivors', { n: whole(kept) })} · ${t('massKept', { p: mass > 0 && mass < 0.0005 ? percent(mass) : decimal((100 * mass).toFixed(mass > 0.9995 ? 0 : 1)) })}`);
  });
}

/** What a constraint leaves of the model's own distribution, whatever stands before it. */
function drawAllowed(element, { allowed, allowed_mass: mass }) {
  const line = element.querySelector('.allowed');
  if (!line || allowed === undefined) return;
  Object.assign(element.dataset, { allowed, allowedMass: mass });
  line.title = String(mass);
  setText(line, t('allowedShare', { n: whole(allowed), p: percent(mass) }));
}

/** Not while the server still computes another order. */
function isOfChain({ funnel }) {
  const names = state.chain.map(({ name }) => name);
  return funnel ? funnel.map(({ processor }) => processor).join() === names.join() : names.length === 1;
}

/** Says what each piece does and takes, once the server told; what is being written in it stays. */
export function describePieces() {
  for (const piece of $('chain').children) {
    const processor = known(piece.dataset.piece);
    piece.title = hint(piece.dataset.piece);
    setText(piece.querySelector('.meaning'), processor ? meaningOf(processor) : '');
    piece.querySelector('input:not([data-field])')?.setAttribute('placeholder', takes(piece.dataset.piece));
  }
}

/** The processors to choose from: first those that one number sets. */
export function fillProcessors() {
  const names = view.model.processors.map((p) => p.name).filter((name) => name !== 'temperature');
  const ease = (name) => { const first = known(name).first; return first ? Number(first.includes('=')) : 2; };
  $('add-processor').disabled = false;
  $('processor').replaceChildren(...names.sort((a, b) => ease(a) - ease(b)).map((name) => h('option', { value: name, title: hint(name) }, name)));
}

export const firstValue = (name) => known(name)?.first ?? '';

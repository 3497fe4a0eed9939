// Looking into a text: the card that tells what else could stand where a token stands, and how probable it is.
import { figure, h, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { explained } from './errors.js';
import { alternatives } from './alternatives.js';
import { bar, branchTo, knowBranch } from './branches.js';
import { placeOf } from './drawn-text.js';
import { report } from './notice.js';
import { branchLabel, tokenElements, tokenText } from './token-text.js';
import { view } from './view.js';

/** A pointer that only passes asks for nothing; one that goes over to the card has time for it. */
const OPEN_MILLIS = 120;
const CLOSE_MILLIS = 300;
const MARGIN = 8;

/** The element whose card is open, and its place as it was then: a text may be drawn again meanwhile. */
let shown = null;
let there = null;
let numbers = null;
let dismissed = null;
let timer = 0;

const card = h('div', { id: 'look', class: 'look', role: 'dialog', hidden: true, tabindex: -1 });
const said = h('p', { id: 'look-said', class: 'hidden', 'aria-live': 'polite' });
document.body.append(card, said);

/** A token that can be looked into; what is about to be drawn over cannot. */
function tokenAt(target) {
  const element = target.closest?.('.drawn > .token');
  return element && lookedAt(element).token ? element : null;
}

function lookedAt(element) {
  const { text, index } = placeOf(element);
  return { text, index, token: text.tokens[index], own: text.base.temperature, ...text.before(index) };
}

const later = (millis, action) => { clearTimeout(timer); timer = setTimeout(action, millis); };

async function open(element) {
  clearTimeout(timer);
  if (shown === element && !card.hidden) return;
  close();
  shown = element;
  there = lookedAt(element);
  numbers = null;
  element.setAttribute('aria-expanded', 'true');
  const { index, token, own } = there;
  card.setAttribute('aria-label', t('lookLabel', { token: textOf(token.id, token), n: index + 1 }));
  card.replaceChildren(heading(token, index, own), h('p', { class: 'note' }, t('lookAwait')));
  card.hidden = false;
  place();
  try {
    const found = await asked(there);
    if (shown !== element) return;
    numbers = found;
    fill(there);
  } catch (error) {
    if (shown === element) card.lastChild.replaceWith(h('p', { class: 'error' }, explained(error)));
  }
  place();
}

const asked = ({ ids, branched, own, token }) => alternatives({ ids, branched, own, drawn: token.id });

function heading(token, index, own) {
  return h('h3', {}, h('q', {}, tokenElements(textOf(token.id, token))), h('span', { class: 'note' }, t('lookPlace', { n: index + 1, t: temperatureText(own) })));
}

/** The drawn token's text is known where it is only a part of a character; where a sentence ends within the token, that is only its beginning. */
const textOf = (id, drawn) => tokenText(id === drawn.id && drawn.text && !view.texts[id].startsWith(drawn.text) ? drawn.text : view.texts[id], id);

function fill({ token: drawn, index, own }) {
  const { temperatures, tokens } = numbers;
  const at = (i) => (temperatures[i] === own ? 'number own' : 'number');
  const rows = tokens.map(({ id, p }) => h('tr', { 'data-id': id },
    h('th', { scope: 'row' }, h('button', { type: 'button', 'aria-label': branchLabel(view.texts[id], textOf(id, drawn)), onclick: () => choose(id) }, tokenElements(textOf(id, drawn))),
      id === drawn.id ? h('span', { class: 'drawn-mark' }, t('isDrawn')) : null),
    p.map((value, i) => h('td', { class: at(i), 'data-temperature': temperatures[i], 'data-p': value }, figure(value), bar(value)))));
  const rest = temperatures.map((_, i) => Math.max(0, 1 - tokens.reduce((sum, { p }) => sum + p[i], 0)));
  card.replaceChildren(heading(drawn, index, own),
    h('div', { class: 'scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, h('td', {}), temperatures.map((value, i) => h('th', { scope: 'col', class: at(i) }, `T = ${temperatureText(value)}`)))),
      h('tbody', {}, rows, h('tr', { class: 'rest' }, h('th', { scope: 'row' }, t('lookRest')), rest.map((value, i) => h('td', { class: at(i) }, figure(value))))))),
    ...remembered(drawn, own),
    h('div', { class: 'inline' }, h('button', { type: 'button', id: 'look-here', onclick: showHere }, t('lookHere'))),
    h('p', { class: 'note keys' }, t('lookKeys')));
  announce(drawn);
}

/** A chain that remembers what was drawn before had other numbers when the token was drawn; those are said. */
function remembered(drawn, own) {
  const p = numbers.tokens.find(({ id }) => id === drawn.id).p[numbers.temperatures.indexOf(own)];
  const then = Math.exp(drawn.logprob);
  return Math.abs(then - p) > 1e-5 * then ? [h('p', { class: 'note', id: 'look-then' }, t('lookThen', { p: figure(then) }))] : [];
}

function announce(drawn) {
  const { temperatures, tokens } = numbers;
  const of = ({ p }) => temperatures.map((value, i) => t('lookAt', { p: figure(p[i]), t: temperatureText(value) })).join(', ');
  const others = tokens.filter(({ id }) => id !== drawn.id).map(({ id }) => textOf(id, drawn)).join(', ');
  said.textContent = t('lookSaid', { token: textOf(drawn.id, drawn), numbers: of(tokens.find(({ id }) => id === drawn.id)), others });
}

/** Below the token where there is room, else above it; always inside the window. */
function place() {
  if (card.hidden || !shown) return;
  if (!shown.isConnected) {
    close();
    return;
  }
  const box = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = card;
  const below = box.bottom + MARGIN / 2;
  const top = below + high + MARGIN <= innerHeight ? below : Math.max(MARGIN, box.top - MARGIN / 2 - high);
  card.style.left = `${Math.max(MARGIN, Math.min(box.left, document.documentElement.clientWidth - wide - MARGIN))}px`;
  card.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - high - MARGIN))}px`;
}

/** Closes the card. Where the focus was in it, it goes back to the token, which then stays closed. */
function close() {
  clearTimeout(timer);
  if (!shown) return;
  const element = shown;
  shown = null;
  element.removeAttribute('aria-expanded');
  if (card.contains(document.activeElement)) {
    dismissed = element;
    element.focus({ preventScroll: true });
  }
  card.hidden = true;
}

/** Goes on from the token shown, or from another in its place, with what the card tells of it. */
function choose(id) {
  const from = there;
  const ids = [...from.branch, id];
  const tell = ({ temperatures, tokens }) => ({ temperature: from.own, temperatures, p: tokens.find((token) => token.id === id).p });
  const known = numbers ? tell(numbers) : { temperature: from.own };
  const isAsked = !numbers;
  hide();
  branchTo(ids, known);
  if (isAsked) asked(from).then((found) => knowBranch(ids, tell(found)), report);
}

/** The bars of this very place. */
function showHere() {
  const { branch, own } = there;
  hide();
  branchTo(branch, { temperature: own });
}

function hide() {
  shown?.removeAttribute('aria-expanded');
  shown = null;
  card.hidden = true;
}

function moveIn(text, index) {
  const part = text.partAt(index);
  text.stopAt(part);
  part.focus();
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

function keyOnToken(event, element) {
  const { text, index } = placeOf(element);
  if (event.key in STEPS) moveIn(text, index + STEPS[event.key]);
  else if (event.key === 'ArrowDown' && shown === element) card.querySelector('button')?.focus();
  else if (event.key === 'Enter' || event.key === ' ') takeToken(element);
  else return;
  event.preventDefault();
}

function takeToken(element) {
  if (shown !== element) {
    close();
    shown = element;
    there = lookedAt(element);
    numbers = null;
  }
  choose(there.token.id);
}

function keyInCard(event) {
  const buttons = [...card.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? (event.key === 'Tab' ? (event.shiftKey ? -1 : 1) : 0);
  if (step === 0) return;
  event.preventDefault();
  if (buttons[at + step]) buttons[at + step].focus(); else close();
}

document.addEventListener('keydown', (event) => {
  const element = tokenAt(event.target);
  if (event.key === 'Escape' && shown) {
    event.preventDefault();
    dismissed = shown;
    close();
  } else if (element && !event.ctrlKey && !event.metaKey && !event.altKey) keyOnToken(event, element);
  else if (card.contains(event.target)) keyInCard(event);
});
document.addEventListener('focusin', ({ target }) => {
  const element = tokenAt(target);
  if (element && element !== dismissed) {
    placeOf(element).text.stopAt(element);
    open(element);
  } else if (!element && shown && !card.contains(target)) close();
  if (!element || element !== dismissed) dismissed = card.contains(target) ? dismissed : null;
});
document.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'touch') return;
  const element = tokenAt(event.target);
  if (element && element !== dismissed) later(OPEN_MILLIS, () => element.isConnected && open(element));
  else if (card.contains(event.target)) clearTimeout(timer);
  else if (shown && !card.contains(document.activeElement)) later(CLOSE_MILLIS, close);
});
document.addEventListener('pointerout', (event) => { if (tokenAt(event.target) === dismissed) dismissed = null; });
document.addEventListener('click', (event) => {
  const element = tokenAt(event.target);
  if (!element) {
    if (shown && !card.contains(event.target)) close();
    return;
  }
  if (event.pointerType === 'touch' && (shown !== element || !numbers)) open(element); // the first touch looks, the next goes on
  else takeToken(element);
});
addEventListener('scroll', place, true);
addEventListener('resize', place);

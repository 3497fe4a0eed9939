// The address of the page: Back and forward, a link opened in the same tab, and one that was not understood whole.
import { $, h } from './dom.js';
import { t } from './i18n.js';
import { change, hash, readAddress, state } from './state.js';
import { takeToken } from './token.js';

/** Changes worth a step back; a panel that comes or goes too. What is moved or typed only rewrites the present one. */
const STEPS = ['branch', 'words', 'rows', 'measure', 'chain', 'tab'];
const PAUSE = 150;
const LONGEST = 40;

let now = hash();
let panels = state.temperatures.length;
let timer = 0;
let isTyping = false;
let isTaking = false;
let damaged = readAddress(location.hash).damaged;

const at = (text) => (text ? `#${text}` : location.pathname + location.search);

function write() {
  clearTimeout(timer);
  timer = 0;
  history.replaceState(null, '', at(now));
}

/** Remembers what changed; the first letter typed into a prompt is a step, those after it are not. */
export function remember(keys) {
  const isTyped = keys.includes('prompt') && !isTaking;
  const isStep = isTyped ? !isTyping : keys.some((key) => STEPS.includes(key)) || state.temperatures.length !== panels;
  panels = state.temperatures.length;
  const next = hash();
  if (isTaking || next === now) return;
  if (isStep) {
    if (timer) write();
    history.pushState(null, '', at(next));
  }
  isTyping = isTyped || (isTyping && !isStep);
  now = next;
  clearTimeout(timer);
  timer = isStep ? 0 : setTimeout(write, PAUSE);
}

/** Takes an address that was gone back to, or pasted; one with only a token leaves everything as it is. */
function take(retry) {
  if (takeToken()) {
    if (!location.hash) history.replaceState(null, '', at(now));
    retry();
  }
  clearTimeout(timer);
  timer = 0;
  isTyping = false;
  const read = readAddress(location.hash);
  damaged = read.damaged;
  const changed = Object.entries(read.values).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(state[key]));
  isTaking = true;
  try {
    if (changed.length > 0) change(Object.fromEntries(changed));
  } finally {
    isTaking = false;
  }
  now = hash();
  drawAddressNote();
}

/** Whether the state is being taken from an address, so that fields show it even while they have the focus. */
export const isFromAddress = () => isTaking;

const shortened = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Says which parts of the address were not understood; again after a change of language. */
export function drawAddressNote() {
  const parts = damaged.map(({ key, written }) => `“${shortened(written)}” (${t(key ? `address_${key}` : 'address_unknown')})`);
  $('address-note').hidden = parts.length === 0;
  $('address-note').replaceChildren(...(parts.length === 0 ? [] : [
    h('p', { role: 'alert' }, t('addressDamaged', { parts: parts.join('; ') })),
    h('button', { type: 'button', id: 'address-close', 'aria-label': t('dismiss'), onclick: close }, '×')]));
}

function close() {
  damaged = [];
  drawAddressNote();
  $('main').focus();
}

export function listenForAddress(retry) {
  addEventListener('hashchange', () => take(retry));
  $('prompt').addEventListener('change', () => { isTyping = false; });
  document.querySelector('.skip').addEventListener('click', (event) => { event.preventDefault(); $('main').focus(); });
}

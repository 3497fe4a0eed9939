// A completion on the page: an element a token, which can be looked into, and drawn again with what changed marked.
import { h, setText, temperatureText } from './dom.js';
import { t } from './i18n.js';
import { surprise } from './surprise.js';
import { tokenText } from './token-text.js';

const places = new WeakMap();

/** The text and index of a token's element. */
export const placeOf = (element) => places.get(element);

const BLANKS = { '\n': '⏎', '\t': '⇥' };

/** What is shown of a token that would not be seen. */
const stand = (text) => (text === '' ? '▫' : /^\s+$/.test(text) ? text.replace(/[\n\t]/g, (c) => BLANKS[c]).replaceAll(' ', '') : '');

export class DrawnText {
  tokens = [];
  isDone = false;
  #parts = [];
  #before = null;
  #wasWhole = false;

  /** @param base where it begins: ids, how many of them are a branch's, the branch, chain and temperature */
  constructor(base) {
    this.base = base;
    this.element = h('span', { class: 'drawn', role: 'group', 'aria-label': t('textAt', { t: temperatureText(base.temperature) }) });
  }

  /** Begins again with another base: what stays the same stays where it is, until it differs. */
  again(base) {
    this.#remember();
    Object.assign(this, { base, tokens: [], isDone: false });
    this.element.setAttribute('aria-label', t('textAt', { t: temperatureText(base.temperature) }));
    for (const part of this.#parts) part.classList.remove('changed', 'diverges');
  }

  /** The next drawing is compared with a whole one, or with one that was broken off where none got as far. */
  #remember() {
    if (!this.isDone && this.tokens.length < (this.#before?.length ?? 1)) return;
    this.#before = this.tokens;
    this.#wasWhole = this.isDone;
  }

  take(token) {
    const at = this.tokens.length;
    const known = this.#parts[at];
    const isSame = known?.dataset.id === String(token.id);
    if (!isSame) {
      this.#cut(at);
      this.#parts.push(this.#part(token, at));
    } else if (at === this.#parts.length - 1) setText(known, '');
    this.isKept = isSame && at < this.#parts.length - 1;
    this.tokens.push({ ...token, text: isSame ? known.textContent : '' });
    this.#colour(at, token);
    if (at === this.firstChange()) this.#parts[at].classList.add('diverges');
    if (this.#before && this.firstChange() >= 0) this.#parts[at].classList.add('changed');
  }

  /** Text becomes final with the token that completes it; the others of one character stay empty. */
  append(text) {
    if (this.isKept) return;
    const part = this.#parts.at(-1);
    part.append(text);
    this.tokens.at(-1).text += text;
    this.#show(part);
  }

  /** The text is whole, or will get no more. */
  finish() {
    this.#cut(this.tokens.length);
    this.isDone = true;
  }

  /**
   * The first token that differs from the drawing before; the end where only that is earlier or later; −1 where nothing does,
   * as far as that drawing came.
   */
  firstChange() {
    if (!this.#before) return -1;
    const differs = this.tokens.findIndex(({ id }, i) => (i < this.#before.length ? this.#before[i].id !== id : this.#wasWhole));
    return differs < 0 && this.isDone && this.tokens.length < this.#before.length ? this.tokens.length : differs;
  }

  /** What became of the drawing before, as a sentence, or nothing where there was none. */
  changeText() {
    if (!this.#before || !this.isDone) return '';
    const at = this.firstChange();
    if (at < 0) return this.#wasWhole ? t('unchanged') : '';
    const said = (token) => (token ? `“${tokenText(token.text, token.id)}”` : t('itsEnd'));
    return t('changedFrom', { n: at + 1, now: said(this.tokens[at]), before: said(this.#before[at]) });
  }

  get text() {
    return this.element.textContent;
  }

  /** The ids before a token, and how many of them were not the prompt's. */
  before(index) {
    const own = this.tokens.slice(0, index).map(({ id }) => id);
    return { ids: [...this.base.ids, ...own], branched: this.base.branched + own.length, branch: [...this.base.branch, ...own] };
  }

  partAt(index) {
    return this.#parts[Math.max(0, Math.min(this.#parts.length - 1, index))];
  }

  /** One token of the text is a tab stop; arrows go on from there. */
  stopAt(part) {
    for (const other of this.#parts) other.tabIndex = other === part ? 0 : -1;
  }

  #part(token, at) {
    const part = h('span', { class: 'token', role: 'button', tabindex: at === 0 ? 0 : -1, 'data-id': token.id, 'aria-haspopup': 'dialog' });
    places.set(part, { text: this, index: at });
    this.element.append(part);
    this.#show(part);
    return part;
  }

  #colour(at, { logprob_raw: logprob }) {
    const p = Math.exp(logprob);
    this.#parts[at].classList.remove('likely', 'usual', 'unusual', 'rare');
    this.#parts[at].classList.add(surprise(p));
    this.#parts[at].dataset.p = p;
  }

  #show(part) {
    const text = part.textContent;
    part.dataset.stand = stand(text);
    if (text.trim() === '') part.setAttribute('aria-label', text === '' ? t('partOfCharacter') : tokenText(text)); else part.removeAttribute('aria-label');
  }

  /** Takes the tokens from one on away; a focus on one of them goes to what is left. */
  #cut(from) {
    const gone = this.#parts.splice(from);
    const isHeld = gone.includes(document.activeElement);
    if (isHeld) this.partAt(from)?.focus({ preventScroll: true });
    gone.forEach((part) => part.remove());
  }
}

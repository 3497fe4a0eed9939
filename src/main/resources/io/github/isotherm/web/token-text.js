// Tokens as people can tell them apart: tokens that differ look different, and a usual word looks like one.
import { h } from './dom.js';
import { t } from './i18n.js';

const SIGNS = { '\n': '⏎', '\r': '␍', '\t': '⇥', ' ': '␣' };
/** Stands before a token that begins with a letter or digit and has no blank before it. */
const JOINED = '‿';
const CIRCLE = '◌';
/** What the marks themselves are made of is written out where a token has it. */
const OWN = new Set([...Object.values(SIGNS), JOINED, CIRCLE, '⟨', '⟩']);
/** Signs that take no room or look like a blank: controls, formats, other spaces, fillers, selectors. */
const UNSEEN = /[\p{C}\p{Z}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f]/u;
const MARKS = /([␣⏎⇥␍‿◌]|⟨[^⟩]*⟩)/u;

const code = (sign) => `⟨U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** A sign of a token; one that is written otherwise in its composed form would look like that form. */
function shownSign(sign, isComposed) {
  if (SIGNS[sign]) return SIGNS[sign];
  if (OWN.has(sign) || UNSEEN.test(sign) || sign.normalize('NFC') !== sign) return code(sign);
  return /\p{M}/u.test(sign) && !isComposed ? CIRCLE + sign : sign;
}

/**
 * A token's text with what cannot be seen made visible. A word is usually one with a blank before it, so that one is plain
 * and a piece that joins the text before it is marked; elsewhere a blank is a mark, save a single one between two signs.
 * Bytes that are no text, and a token without any, are told apart by their id.
 */
export function tokenText(text, id) {
  const isWord = /^ [\p{L}\p{N}]/u.test(text);
  const isJoined = /^[\p{L}\p{N}]/u.test(text);
  const body = isWord ? text.slice(1) : text;
  const isComposed = body.normalize('NFC') === body && !/^\p{M}/u.test(body);
  const signs = [...body];
  const isSeen = (sign) => sign !== undefined && !SIGNS[sign] && !UNSEEN.test(sign);
  const shown = signs.map((sign, i) => (sign === ' ' && isSeen(signs[i - 1]) && isSeen(signs[i + 1]) ? ' ' : shownSign(sign, isComposed)));
  const isUnclear = text === '' || text.includes('\ufffd');
  return (isJoined ? JOINED : '') + shown.join('') + (isUnclear && id !== undefined ? `⟨${id}⟩` : '');
}

/** The same in elements: the marks are fainter than the text. */
export const tokenElements = (shown) => shown.split(MARKS).filter(Boolean).map((part) => (MARKS.test(part) ? h('span', { class: 'sign' }, part) : part));

/** What the marks of a token say, in words for those who do not see them; nothing for a usual word. */
export function tokenNote(text) {
  const count = (pattern) => (text.replace(/^ (?=[\p{L}\p{N}])/u, '').match(pattern) ?? []).length;
  const counted = [['noteBlanks', count(/^ +| {2,}| +$/gu) ? count(/ /gu) : 0], ['noteLines', count(/[\n\r]/gu)], ['noteTabs', count(/\t/gu)],
    ['noteUnseen', [...text].filter((sign) => !SIGNS[sign] && UNSEEN.test(sign)).length], ['noteBytes', count(/\ufffd/gu)]];
  const notes = counted.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }));
  return [/^[\p{L}\p{N}]/u.test(text) ? t('noteJoined') : '', ...notes].filter(Boolean).join(', ');
}

/** How a button that continues with a token is called: by what it shows, and what its marks say. */
export function branchLabel(text, shown) {
  const note = tokenNote(text);
  return t('branchInto', { token: shown }) + (note ? `: ${note}` : '');
}

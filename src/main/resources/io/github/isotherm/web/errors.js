// What went wrong, in the page's language: the server sends a key and values beside its English sentence.
import { language, t } from './i18n.js';
import languages from './languages.js';

const others = languages.slice(1);
const errors = new Map(await Promise.all(others.map(async (code) => [code, await import(`./${code}-errors.js`)])));

/** An English phrase in another language, or null where it is not known; names and numbers are as they are. */
function phrase(text, phrases) {
  if (/^[^\s]+$/.test(text) || /^["\[{]/.test(text)) return text;
  for (const [pattern, other] of phrases) {
    const match = pattern.exec(text);
    if (!match) continue;
    const inner = match.slice(1).map((part) => phrase(part, phrases));
    return inner.includes(null) ? null : other.replace(/\$(\d)/g, (_, i) => inner[i - 1]);
  }
  return null;
}

/** These places hold words of English, not only names and numbers. */
const WORDED = ['name', 'value', 'allowed', 'expected', 'found', 'what'];

function translated({ code, values }, { sentences, phrases }) {
  const template = sentences[code];
  if (!template) return null;
  let isWhole = true;
  const filled = template.replace(/\{(\w+)\}/g, (whole, place) => {
    const value = values[place];
    if (value === undefined) return whole; // braces of the sentence's own
    const said = WORDED.includes(place) ? phrase(value, phrases) : value;
    if (said === null) isWhole = false;
    return said;
  });
  return isWhole ? filled : null;
}

/** The sentence to show; one without a text of its own stays English rather than become half of each. */
export function explained(error) {
  if (error.message === 'offline') return t('offline');
  const known = errors.get(language);
  return (known && error.code && translated(error, known)) || error.message;
}

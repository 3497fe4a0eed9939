// What went wrong, in the page's language: the server sends a key and values beside its English sentence.
import { language, t } from './i18n.js';
import { phrases, sentences } from './it-errors.js';

/** An English phrase in Italian, or null where it is not known; names and numbers are as they are. */
function phrase(text) {
  if (/^[^\s]+$/.test(text) || /^["\[{]/.test(text)) return text;
  for (const [pattern, italian] of phrases) {
    const match = pattern.exec(text);
    if (!match) continue;
    const inner = match.slice(1).map(phrase);
    return inner.includes(null) ? null : italian.replace(/\$(\d)/g, (_, i) => inner[i - 1]);
  }
  return null;
}

/** These places hold words of English, not only names and numbers. */
const WORDED = ['name', 'value', 'allowed', 'expected', 'found', 'what'];

function italian({ code, values }) {
  const template = sentences[code];
  if (!template) return null;
  let isWhole = true;
  const filled = template.replace(/\{(\w+)\}/g, (whole, place) => {
    const value = values[place];
    if (value === undefined) return whole; // braces of the sentence's own
    const said = WORDED.includes(place) ? phrase(value) : value;
    if (said === null) isWhole = false;
    return said;
  });
  return isWhole ? filled : null;
}

/** The sentence to show; one without an Italian text stays English rather than become half of each. */
export function explained(error) {
  if (error.message === 'offline') return t('offline');
  return (language === 'it' && error.code && italian(error)) || error.message;
}

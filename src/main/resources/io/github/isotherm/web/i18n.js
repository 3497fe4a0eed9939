// The page's words, in the language of the browser or the one that was chosen.
import italianMeanings from './it-processors.js';
import languages from './languages.js';

const words = new Map(await Promise.all(languages.map(async (code) => [code, (await import(`./${code}.js`)).default])));
const stored = localStorage.getItem('language');
export let language = words.has(stored) ? stored : languages.find((code) => navigator.language.startsWith(code)) ?? languages[0];

/** A sentence with its {places} filled. */
export function t(key, places = {}) {
  return words.get(language)[key].replace(/\{(\w+)\}/g, (_, name) => places[name]);
}

/** What a processor does, or its own words where the language has none for it. */
export const meaningOf = ({ name, meaning }) => (language === 'it' && italianMeanings[name]) || meaning;

/** The language after this one, and how it invites to itself. */
export function nextLanguage() {
  const code = languages[(languages.indexOf(language) + 1) % languages.length];
  return { code, invitation: words.get(code).invitation };
}

/** Switches to the next. */
export function switchLanguage() {
  language = nextLanguage().code;
  localStorage.setItem('language', language);
}

/** Writes the words that stand in the page itself. */
export function translatePage(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
}

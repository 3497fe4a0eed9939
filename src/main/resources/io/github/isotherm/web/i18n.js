// The page's words, in English and Italian.
import en from './en.js';
import it from './it.js';

const languages = { en, it };
const stored = localStorage.getItem('language');
export let language = languages[stored] ? stored : navigator.language.startsWith('it') ? 'it' : 'en';

/** A sentence with its {places} filled. */
export function t(key, places = {}) {
  return languages[language][key].replace(/\{(\w+)\}/g, (_, name) => places[name]);
}

/** Switches between the two. */
export function switchLanguage() {
  language = language === 'en' ? 'it' : 'en';
  localStorage.setItem('language', language);
}

/** Writes the words that stand in the page itself. */
export function translatePage(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
}

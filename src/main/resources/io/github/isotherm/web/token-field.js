// Asks for the server's token where one is needed; a wrong one is said beside the field.
import { $, setText } from './dom.js';
import { t } from './i18n.js';
import { keepToken, token } from './token.js';

let isAsked = false;
let isRefused = false;

/** Shows the field, or that the server has what it asked for. */
export function askForToken(asks) {
  isRefused = asks && Boolean(token());
  if (isAsked && !asks && $('token-form').contains(document.activeElement)) $('prompt').focus();
  const isNew = asks && (!isAsked || isRefused);
  isAsked = asks;
  drawTokenField();
  if (isNew) $('token').focus();
}

/** Again after a change of language. */
export function drawTokenField() {
  $('token-form').hidden = !isAsked;
  $('token').setAttribute('aria-invalid', String(isRefused));
  setText($('token-note'), isAsked ? t(isRefused ? 'tokenWrong' : 'tokenAsked') : '');
  $('token-note').classList.toggle('error', isRefused);
}

export function listenForToken(retry) {
  $('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    keepToken($('token').value.trim());
    retry();
  });
}

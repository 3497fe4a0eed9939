// An error in a sentence, over the page and not in it, so that nothing moves; with a way to try again.
import { $, setText } from './dom.js';
import { explained } from './errors.js';
import { askForToken, drawTokenField, listenForToken } from './token-field.js';

let shown = null;

/** Shows an error, or that there is none any more; nothing on the page is lost. */
export function report(error) {
  if (error?.name === 'AbortError') return;
  askForToken(error?.status === 401);
  shown = error?.status === 401 ? null : error;
  drawNotice();
}

/** Again after a change of language. */
export function drawNotice() {
  $('notice').hidden = !shown;
  setText($('notice-text'), shown ? explained(shown) : '');
  drawTokenField();
}

export function listenForNotice(retry) {
  listenForToken(retry);
  $('notice-retry').addEventListener('click', retry);
  $('notice-close').addEventListener('click', () => report(null));
}

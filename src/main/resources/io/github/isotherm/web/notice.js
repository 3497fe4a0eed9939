// An error in a sentence, over the page and not in it, so that nothing moves; with a way to try again.
import { $, setText } from './dom.js';
import { explained } from './errors.js';

let shown = null;

/** Shows an error, or that there is none any more; nothing on the page is lost. */
export function report(error) {
  if (error?.name === 'AbortError') return;
  shown = error;
  drawNotice();
}

/** Again after a change of language. */
export function drawNotice() {
  $('notice').hidden = !shown;
  setText($('notice-text'), shown ? explained(shown) : '');
}

export function listenForNotice(retry) {
  $('notice-retry').addEventListener('click', retry);
  $('notice-close').addEventListener('click', () => report(null));
}

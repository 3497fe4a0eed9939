// What the page waits for, in a line that keeps its place, and which parts are busy meanwhile.
import { $, setText } from './dom.js';
import { t } from './i18n.js';

const BUSY = ['instrument', 'panels', 'chain', 'tokens'];
/** From then on the line counts the seconds: a large model reads a long prompt for a while. */
const SLOW_SECONDS = 2;

let key = '';
let since = 0;
let timer = 0;

/** Says what is awaited: "model", "vocabulary", "tokens", "logits", "words"; or that nothing is, with "". */
export function awaiting(what) {
  if (what && !key) since = performance.now();
  key = what;
  clearInterval(timer);
  if (what) timer = setInterval(drawAwaited, 500);
  for (const id of BUSY) $(id).setAttribute('aria-busy', String(Boolean(what)));
  document.body.classList.toggle('loading', Boolean(what));
  drawAwaited();
}

/** Writes the line; again after a change of language. */
export function drawAwaited() {
  const seconds = Math.floor((performance.now() - since) / 1000);
  setText($('awaited'), key ? t(`await_${key}`) : '');
  setText($('awaited-seconds'), key && seconds >= SLOW_SECONDS ? t('seconds', { n: seconds }) : '');
}

// The keyboard's place is never lost: where the element that had it goes away, its nearest neighbour that is left takes it.

const REACHABLE = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]';
let chain = [];

const isThere = (element) => element.isConnected && element.checkVisibility({ visibilityProperty: true }) && !element.disabled;

/** Whether changes can have taken an element away. Asking costs nothing; looking at whether it is seen lays out the page. */
const concerns = (changes, element) => !element.isConnected || changes.some(({ type, target }) => type === 'attributes' && target.contains(element));

function recover() {
  const [last] = chain;
  if (!last || (document.activeElement !== document.body && document.activeElement !== last) || isThere(last)) return;
  for (const place of chain.slice(1)) {
    if (place === document.body || !place.isConnected) continue;
    const next = [...place.querySelectorAll(REACHABLE)].find(isThere);
    if (next) {
      next.focus({ preventScroll: true });
      return;
    }
  }
  document.getElementById('main').focus({ preventScroll: true });
}

/** Watches the page; what other code does with the focus at once comes first. */
export function keepFocus() {
  document.addEventListener('focusin', ({ target }) => {
    chain = [];
    for (let element = target; element; element = element.parentElement) chain.push(element);
  });
  document.addEventListener('pointerdown', ({ target }) => { if (!target.closest(REACHABLE)) chain = []; });
  const observer = new MutationObserver((changes) => { if (chain.length > 0 && concerns(changes, chain[0])) queueMicrotask(recover); });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['hidden', 'disabled'] });
}

// The token that a server may ask for: brought in its address or typed, kept for this tab only.

const KEY = 'token';

export const token = () => sessionStorage.getItem(KEY);
/** Whether a text can be a token: others cannot even be sent in a header. */
export const isToken = (text) => /^[!-~]+$/.test(text);
export const keepToken = (text) => sessionStorage.setItem(KEY, text);

/** Takes the token out of the address, which keeps its other parts; tells whether there was one. */
export function takeToken() {
  const parts = location.hash.slice(1).split('&');
  const brought = parts.filter((part) => part.startsWith(`${KEY}=`));
  if (brought.length === 0) return false;
  const others = parts.filter((part) => !brought.includes(part)).join('&');
  history.replaceState(null, '', others ? `#${others}` : location.pathname + location.search);
  keepToken(new URLSearchParams(brought[0]).get(KEY));
  return true;
}

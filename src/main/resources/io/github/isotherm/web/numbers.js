// Numbers as people write them: what is not one, or out of range, is undefined and never bent into one.

export const LEAST_PANELS = 2;
export const MOST_PANELS = 6;
export const MOST_TEMPERATURE = 2;
export const MOST_TOKENS = 512;
export const LEAST_SAMPLES = 2;
export const MOST_SAMPLES = 128;

/** A temperature from 0 to 2, in hundredths; a decimal comma is as good as a point, since no temperature has thousands. */
export function readTemperature(text) {
  const written = text.trim().replace(',', '.');
  if (!/^(\d+\.?\d{0,2}|\.\d{1,2})$/.test(written)) return undefined;
  const value = Number(written);
  return value <= MOST_TEMPERATURE ? value : undefined;
}

/** A whole number in a range. */
export function readWhole(text, least, most) {
  const written = text.trim();
  if (!/^\d+$/.test(written)) return undefined;
  const value = Number(written);
  return value >= least && value <= most ? value : undefined;
}

/** A seed as it is written, or nothing, which has one chosen. */
export function readSeed(text) {
  const written = text.trim();
  return written === '' || readWhole(written, 0, Number.MAX_SAFE_INTEGER) !== undefined ? written : undefined;
}

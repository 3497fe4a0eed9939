// What the scripts here are asked, and the server that they ask.

export const asked = JSON.parse(process.argv[2]);

/** Waits until the server says that no row of the model is in use, at most a minute. */
export async function idle() {
  const line = `isotherm_rows{model="${asked.model}"} 0.0`;
  for (let i = 0; i < 600; i++) {
    const metrics = await fetch(new URL('/metrics', asked.base_url), { headers: { Authorization: `Bearer ${asked.api_key}` } });
    if ((await metrics.text()).split('\n').includes(line)) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

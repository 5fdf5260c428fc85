// The letters of the demonstration, read as people read theirs: newest first, at the address that it printed.

const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 250;

/** Opens the newest letter to an address whose subject matches, once it has arrived, and returns its text. */
export async function letterTo(reader, letters, address, subject) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    await reader.visit(letters);
    const lines = reader.page.locator('ul.rows li').filter({ hasText: `To ${address}` });
    const link = lines.getByRole('link', { name: subject }).first();
    if (await link.count() > 0) {
      await reader.visit(await link.getAttribute('href'));
      return reader.page.locator('main').innerText();
    }
    await reader.page.waitForTimeout(LOOK_AGAIN_MS);
  }
  throw new Error(`no letter to ${address} with the subject ${subject} within ${PATIENCE_MS / 1000} s`);
}

/** The six digits of the newest letter with a code. */
export async function codeFor(reader, letters, address) {
  const text = await letterTo(reader, letters, address, /code/i);
  const code = text.match(/\b\d{3} ?\d{3}\b/);
  if (!code) throw new Error(`no code in the letter to ${address}:\n${text}`);
  return code[0];
}

// axe on a page exactly as somebody was shown it. axe is a script and the journeys run without any, so the same HTML is
// served once more, under the same address, to a browser with JavaScript. That also shows what our own script does to it.

import { AxeBuilder } from './modules.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const NOT_OURS = ['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie', 'connection', 'date'];

/** What is wrong, in words: a line a rule and view, with the elements that break it. */
export async function accessibility({ browser, address, html, headers, views, listen, name }) {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    listen(page);
    await page.route((asked) => asked.href === address, (route) => {
      if (!route.request().isNavigationRequest()) return route.continue();
      return route.fulfill({ status: 200, headers: kept(headers), body: html });
    });
    await page.goto(address);
    // From here on axe is at work, and what it tries with styles is not the page's doing.
    page.removeAllListeners('console');
    const found = [];
    for (const { viewport, colorScheme } of views) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      // The legacy mode only leaves out frames of other origins, and our pages have none.
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
      const view = `${viewport.width} pixels, ${colorScheme}`;
      found.push(...violations.map((violation) => `${name} (${view}): ${said(violation)}`));
    }
    return found;
  } finally {
    await context.close();
  }
}

function kept(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => !NOT_OURS.includes(header)));
}

function said({ id, help, nodes }) {
  const where = nodes.slice(0, 5).map(({ target, failureSummary }) => `\n  ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`);
  return `${id}: ${help}${where.join('')}${nodes.length > 5 ? `\n  and ${nodes.length - 5} more` : ''}`;
}

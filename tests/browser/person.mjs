// Somebody at a browser of their own, with JavaScript off: what they do, and what they are shown.

import { join } from 'node:path';
import { accessibility } from './accessibility.mjs';

const PATIENCE_MS = 15_000;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
// WCAG 2.2, 1.4.10: nothing has to be scrolled sideways at this width.
const NARROWEST = { width: 320, height: 640 };

const whole = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\(optional\\))?\\s*$`);

export class Person {
  /** What went wrong beside the steps themselves, in words. */
  problems = [];
  /** The HTTP status of the page that is shown. */
  status = 0;
  #loaded = [];
  #document = null;
  #shots = new Set();

  /** A new browser context, without JavaScript unless asked for, and a page in it. `elsewhere` are other hosts that it may ask. */
  static async open({ browser, url, screenshots, prefix, name, javaScript = false, elsewhere = [] }) {
    const person = new Person();
    const origins = [url, ...elsewhere].map((address) => new URL(address).origin);
    Object.assign(person, { browser, url, screenshots, prefix, name, origins });
    person.context = await browser.newContext({ javaScriptEnabled: javaScript, viewport: WIDE, locale: 'en-GB' });
    person.context.setDefaultTimeout(PATIENCE_MS);
    person.page = await person.context.newPage();
    person.listen(person.page);
    person.page.on('response', (response) => person.#note(response));
    return person;
  }

  /** Opens a path, or a whole address, and expects this status. */
  async visit(path, { status = 200 } = {}) {
    await this.#arrive(() => this.page.goto(new URL(path, this.url).href), status, `opening ${path}`);
  }

  /** Follows the link with exactly this text. */
  async follow(text, { status = 200, within = 'main' } = {}) {
    const link = this.page.locator(within).getByRole('link', { name: text, exact: true }).first();
    await this.#leave(link, status, `following "${text}"`);
  }

  /** Presses the button with exactly this text, and expects the page that answers to have this status. */
  async press(text, { status = 200, within = 'main' } = {}) {
    const button = this.page.locator(within).getByRole('button', { name: text, exact: true }).first();
    await this.#leave(button, status, `pressing "${text}"`);
  }

  /** Clicks the first element that a selector finds, such as a free slot, and waits for its page. */
  async click(selector, { status = 200 } = {}) {
    await this.#leave(this.page.locator(selector).first(), status, `clicking ${selector}`);
  }

  /** Presses the button with exactly this text, and returns the file that it downloads, as `{ name, bytes }`. */
  async download(text, { within = 'main' } = {}) {
    const button = this.page.locator(within).getByRole('button', { name: text, exact: true }).first();
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) };
  }

  /** Fetches a link of the page that leads to a file, and returns its text. */
  async file(text) {
    const link = this.page.locator('main').getByRole('link', { name: text, exact: true }).first();
    const answer = await this.context.request.get(new URL(await link.getAttribute('href'), this.page.url()).href);
    if (!answer.ok()) throw new Error(`"${text}" answered ${answer.status()}`);
    return answer.text();
  }

  /** Fills in fields by their labels: `{ 'Company name': 'Acme' }`. */
  async fill(fields) {
    for (const [label, value] of Object.entries(fields)) {
      await this.page.getByLabel(whole(label)).first().fill(value);
    }
  }

  /** Chooses an option, by its text, from the list with this label. */
  async choose(label, option) {
    await this.page.getByLabel(whole(label)).first().selectOption({ label: option });
  }

  /** Ticks the box, or the round button, with this label. */
  async tick(label) {
    await this.page.getByLabel(whole(label)).first().check();
  }

  /** The text of the first element that a selector finds, with white space as a reader sees it. */
  async text(selector) {
    const text = await this.page.locator(selector).first().innerText();
    return text.replace(/\s+/g, ' ').trim();
  }

  /** The text of every element that a selector finds. */
  async texts(selector) {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** The heading of the page. */
  async heading() {
    return this.text('h1');
  }

  /** The path and query of the page. */
  path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Octets of everything that the page has loaded since it was asked for, uncompressed. */
  async weight() {
    const bodies = await Promise.all(this.#loaded.map((response) => response.body()));
    return bodies.reduce((sum, body) => sum + body.length, 0);
  }

  /** Holds the page up to the rules of WCAG 2.2 AA, and keeps pictures of it, wide and on a phone. */
  async check(name) {
    // Before the pictures: taking one leaves traces in the fields.
    const html = await this.page.content();
    const headers = await this.#document.allHeaders();
    await this.#fits(name);
    await this.screenshot(name);
    this.problems.push(...await accessibility({
      browser: this.browser,
      address: this.page.url(),
      html,
      headers,
      views: [{ viewport: WIDE, colorScheme: 'light' }, { viewport: PHONE, colorScheme: 'dark' }],
      listen: (page) => this.listen(page),
      name,
    }));
  }

  /** Keeps pictures of the page at 1280 and at 390 pixels wide, and one in dark colours. */
  async screenshot(name) {
    if (this.#shots.has(name)) throw new Error(`there is a picture "${name}" of this person already`);
    this.#shots.add(name);
    const shoot = (end) => this.page.screenshot({
      path: join(this.screenshots, `${this.prefix}-${name}-${end}.png`), fullPage: true, animations: 'disabled',
    });
    for (const viewport of [WIDE, PHONE]) {
      await this.page.setViewportSize(viewport);
      await shoot(viewport.width);
    }
    await this.page.emulateMedia({ colorScheme: 'dark' });
    await shoot('dark');
    await this.page.emulateMedia({ colorScheme: null });
    await this.page.setViewportSize(WIDE);
  }

  /** A line on where this person was, with a picture: for a journey that failed. */
  async lastSeen() {
    const path = join(this.screenshots, `FAILED-${this.prefix}-${this.name}.png`);
    try {
      await this.page.screenshot({ path, fullPage: true });
      return `${this.name} was at ${this.page.url()} "${await this.page.title()}" (${path})`;
    } catch (error) {
      return `${this.name} was at ${this.page.url()} (no picture: ${error.message})`;
    }
  }

  /** Puts their browser away. */
  async close() {
    await this.context.close();
  }

  /** Notes what no page may do: say an error on the console, throw, ask another host. */
  listen(page) {
    const problem = (what) => this.problems.push(`${this.name} at ${page.url()}: ${what}`);
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // The browser says of every 4xx page that it "failed to load"; the status of a page is asserted instead.
      const ofThePage = message.location().url === (this.#document?.url() ?? page.url());
      if (ofThePage && message.text().startsWith('Failed to load resource: the server responded')) return;
      problem(`on the console: ${message.text()}`);
    });
    page.on('pageerror', (error) => problem(`a script failed: ${error.message}`));
    page.on('request', (request) => {
      const asked = new URL(request.url());
      const local = ['about:', 'blob:', 'data:'].includes(asked.protocol);
      if (!local && !this.origins.includes(asked.origin)) problem(`asked another host: ${request.url()}`);
    });
    page.on('requestfailed', (request) => {
      // Somebody who moves on quickly leaves pictures behind that were still loading.
      if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
      problem(`could not load ${request.url()}: ${request.failure()?.errorText}`);
    });
  }

  #note(response) {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === this.page.mainFrame()) {
      this.#document = response;
      this.#loaded = [];
      this.status = response.status();
    }
    this.#loaded.push(response);
  }

  async #leave(element, status, doing) {
    await element.waitFor();
    await this.#arrive(() => Promise.all([this.page.waitForEvent('load'), element.click()]), status, doing);
  }

  async #arrive(move, status, doing) {
    await move();
    if (this.status !== status) {
      const heading = await this.heading().catch(() => 'no heading');
      throw new Error(`${doing}: ${this.page.url()} answered ${this.status}, not ${status} ("${heading}")`);
    }
  }

  async #fits(name) {
    await this.page.setViewportSize(NARROWEST);
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth);
    if (width > NARROWEST.width) {
      this.problems.push(`${name}: ${width} pixels wide on a screen of ${NARROWEST.width} (WCAG 1.4.10)`);
    }
  }
}

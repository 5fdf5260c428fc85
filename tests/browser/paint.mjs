// How soon the plan of a full day is on the screen: six stages and at least 300 items, in a real Chromium, against the same
// bytes from a bare server. `cargo xtask bench -- paint` starts the demonstration and runs this; nothing is asserted but the size.

import { createServer } from 'node:http';
import { Person } from './person.mjs';
import { chromium } from './modules.mjs';
import { fromTemplate, signInByLink } from './steps.mjs';

const ROUNDS = 7;
const STAGES = 5;
const ITEMS = 300;
// So short that a stage takes some seventy.
const SLOTS = { Pitch: '2', Questions: '0', Changeover: '1', 'Start every': '1' };

const url = process.env.MARKETDAY_URL.replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: process.env.MARKETDAY_CHROMIUM ?? '/usr/bin/chromium', headless: true, chromiumSandbox: false,
  args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
});
try {
  const person = await Person.open({ browser, url, name: 'organiser', javaScript: true });
  await signInByLink(person, process.env.MARKETDAY_LINK_ORGANISER);
  const desk = await fromTemplate(person, { template: 'half-day', title: 'Full Day', days: 60 });
  for (let stage = 1; stage <= STAGES; stage += 1) await fill(person, desk, stage);
  const address = `${url}${desk}/programme`;
  const ours = [];
  const bare = [];
  const html = await (await person.context.request.get(address)).text();
  const plain = await served(html);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await painted(person, plain.address));
    ours.push(await painted(person, address));
  }
  plain.server.close();
  const items = await person.page.locator('.plan .item, .plan .item-slots li').count();
  if (items < ITEMS) throw new Error(`only ${items} items`);
  const stages = await person.page.locator('.plan thead th').count() - 1;
  const [first, last] = ['first', 'last'].map((part) => median(ours.map((one) => one[part])));
  const limit = median(bare.map((one) => one.last));
  const frames = await scrolled(person);
  console.log(`Plan of ${stages} stages and ${items} items, ${Math.round(html.length / 1000)} kB, median of ${ROUNDS}:`);
  console.log(`  first paint ${shown(first)}, all of it painted ${shown(last)}`);
  console.log(`  the same bytes from a bare server ${shown(limit)}, so ours takes ${(last / limit).toFixed(2)} times as long`);
  console.log(`  scrolled from end to end: slowest of ${frames.length} frames ${Math.round(Math.max(...frames))} ms, median ${Math.round(median(frames))} ms`);
} finally {
  await browser.close();
}

/** One more stage, full of slots. */
async function fill(person, desk, number) {
  await person.visit(`${desk}/programme`);
  await person.fill({ Name: `Room ${number}` });
  await person.press('Add the stage');
  await person.visit(`${desk}/sessions/new`);
  await person.fill({ Title: `Pitches ${number}`, Start: '09:20', End: '13:25' });
  await person.tick('Pitch session');
  await person.choose('Where', `Room ${number}`);
  await person.press('Add the session');
  await person.follow(`Make slots in Pitches ${number}`);
  await person.fill(SLOTS);
  await person.press('Preview');
  await person.page.getByRole('button', { name: /^Make/ }).first().click();
  await person.page.waitForURL(/done=slots-made/);
}

/** A server that answers with these bytes, and sends whoever asks for stylesheets and scripts on to ours. */
async function served(html) {
  const server = createServer((request, answer) => {
    if (request.url === '/') answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    else answer.writeHead(302, { location: url + request.url }).end();
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

/** When the page begins to be painted and when all of it is, in milliseconds from when it was asked for. */
async function painted({ page }, address) {
  await page.goto(address, { waitUntil: 'load' });
  const last = await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  }));
  const first = await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({ type: 'paint', buffered: true });
  }));
  return { first, last };
}

/** How long each frame took while the plan was scrolled from its beginning to its end. */
async function scrolled({ page }) {
  return page.evaluate(() => new Promise((resolve) => {
    const plan = document.querySelector('.plan-scroll');
    const step = (plan.scrollHeight - plan.clientHeight) / 60;
    const frames = [];
    let before = performance.now();
    const next = (now) => {
      frames.push(now - before);
      before = now;
      plan.scrollTop += step;
      if (frames.length < 61) requestAnimationFrame(next);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(next);
  }));
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function shown(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

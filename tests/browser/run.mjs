// Runs every journey in `journeys/` (or the folder that `MARKETDAY_JOURNEYS` names) in a real Chromium against a running
// Marketday.
//
// `cargo xtask test` starts the demonstration and runs this. By hand:
//
//     npm ci && MARKETDAY_URL=http://127.0.0.1:8080 MARKETDAY_LINK_ORGANISER=… MARKETDAY_DATABASE=… node run.mjs [visitor …]
//
// To add a journey: write `journeys/<who>.mjs` that exports
//
//     export const name = 'A company books a slot';           // a sentence, for the summary
//     export async function run({ person, open, links, expect }) { … }
//
// `person` is somebody at a browser without JavaScript (see `person.mjs`), `open('SME')` is one more of them, with
// cookies of their own; `links` holds the demonstration's sign-in links (`organiser`, `sme`, `delegate`) and `letters`;
// `expect` is `node:assert/strict`. `url`, `browser` (Playwright's) and `artefacts` (a folder) are there too, and for the
// command line `binary` and `database`; in `clients/` also `programs`, the folder of vdirsyncer and khal. What several journeys do is in `steps.mjs`.
// A journey fails by throwing, and by any problem that its people met: an accessibility rule broken on a page that was
// checked, an error on the console, a request to another host, a page wider than the screen.

import expect from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from './modules.mjs';
import { Person } from './person.mjs';

const JOURNEY_LIMIT_MS = 180_000;
const ARGUMENTS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

const here = fileURLToPath(new URL('.', import.meta.url));
const url = process.env.MARKETDAY_URL?.replace(/\/$/, '');
if (!url) {
  console.error('MARKETDAY_URL is not set: the address of a running Marketday');
  process.exit(2);
}
const artefacts = process.env.MARKETDAY_ARTEFACTS ?? join(here, '..', '..', 'target', 'artefacts');
const screenshots = join(artefacts, 'screenshots');
const journeys = process.env.MARKETDAY_JOURNEYS ?? 'journeys';
const programs = process.env.MARKETDAY_PROGRAMS;
const binary = process.env.MARKETDAY_BINARY;
const database = process.env.MARKETDAY_DATABASE;
const links = {
  organiser: process.env.MARKETDAY_LINK_ORGANISER,
  sme: process.env.MARKETDAY_LINK_SME,
  delegate: process.env.MARKETDAY_LINK_DELEGATE,
  letters: process.env.MARKETDAY_LINK_LETTERS,
};

/** The names of the journeys to run: those asked for, or all. */
async function chosen(asked) {
  const files = (await readdir(join(here, journeys))).filter((file) => file.endsWith('.mjs')).sort();
  const all = files.map((file) => file.slice(0, -'.mjs'.length));
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`no such journey: ${unknown.join(', ')}`);
  return asked.length > 0 ? asked : all;
}

/** Runs one journey and returns what went wrong, in lines. */
async function travel(browser, file, journey) {
  const people = [];
  const open = async (name) => {
    const person = await Person.open({ browser, url, screenshots, prefix: file, name });
    people.push(person);
    return person;
  };
  const problems = [];
  let alarm;
  try {
    const person = await open('visitor');
    const limit = new Promise((_, reject) => {
      alarm = setTimeout(() => reject(new Error(`not over after ${JOURNEY_LIMIT_MS / 1000} s`)), JOURNEY_LIMIT_MS);
    });
    const given = { browser, person, open, url, links, expect, artefacts, binary, database, programs };
    await Promise.race([journey.run(given), limit]);
  } catch (error) {
    problems.push(error.stack ?? String(error));
    for (const person of people) problems.push(await person.lastSeen());
  } finally {
    clearTimeout(alarm);
  }
  for (const person of people) {
    problems.push(...person.problems);
    await person.close();
  }
  return [...new Set(problems)];
}

/** Without the colours that Playwright puts into its errors. */
function plain(text) {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

const names = await chosen(process.argv.slice(2));
await mkdir(screenshots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.MARKETDAY_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  chromiumSandbox: false,
  args: ARGUMENTS,
});
let passed = 0;
let failed = 0;
try {
  for (const file of names) {
    const journey = await import(new URL(`./${journeys}/${file}.mjs`, import.meta.url));
    const started = Date.now();
    const problems = await travel(browser, file, journey);
    const took = ((Date.now() - started) / 1000).toFixed(1);
    if (problems.length === 0) passed += 1; else failed += 1;
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${journey.name} (${took} s)`);
    for (const problem of problems) console.log(plain(problem).replace(/^/gm, '    '));
  }
} finally {
  await browser.close();
}
const count = `${passed} ${passed === 1 ? 'journey' : 'journeys'} passed`;
console.log(`browser: ${count}${failed > 0 ? `, ${failed} failed` : ''}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

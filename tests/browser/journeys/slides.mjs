// A company sends the slides of its pitch, with a script and without; the organiser downloads all of them, and everybody sees what is published.

import { daysWithSlots, confirmBooking, fillInBooking, holdASlot, signInByLink } from '../steps.mjs';

export const name = 'A company sends its slides and a second version; the organiser downloads them, and the programme shows them';

const COMPANY = { company: 'Overhead', name: 'Ola Head', email: 'ola@overhead.example', title: 'Slides that slide' };
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

export async function run({ person, open, links, expect }) {
  const organiser = await open('organiser');
  await signInByLink(organiser, links.organiser);
  const desk = await deskWithSlots(organiser);
  const day = desk.replace('/organise', '');
  await holdASlot(person, day);
  await fillInBooking(person, COMPANY);
  await confirmBooking(person, await open('reader'), links.letters, COMPANY.email);
  const booking = person.path().replace(/\?.*/, '');
  await person.visit(`${booking}/slides`);
  await person.check('none-yet');
  await sends(person, 'notes.txt', 'nothing of the kind');
  await person.press('Save', { status: 422 });
  await person.check('refused');
  await sends(person, 'first.pdf', PDF);
  await person.fill({ 'What the slides say, in words': 'One slide: a lamp.' });
  await person.press('Save');
  await person.visit(`${booking}/slides`);
  await sends(person, 'second.pdf', `${PDF}%\n`);
  await person.page.getByLabel(/^\s*Publish the slides and this text/).check();
  await person.press('Save');
  await person.visit(`${booking}/slides`);
  expect.match(await person.text('main'), /second\.pdf[^]*first\.pdf/);
  await person.check('two-versions');
  await organiser.visit(`${desk}/slides`);
  await organiser.check('all');
  const row = organiser.page.locator('tbody tr').filter({ hasText: COMPANY.company });
  expect.match(await row.innerText(), /second\.pdf/);
  const link = organiser.page.locator('main').getByRole('link', { name: /^Download all slides/ });
  const zip = await organiser.context.request.get(new URL(await link.getAttribute('href'), organiser.page.url()).href);
  expect.equal((await zip.body()).subarray(0, 2).toString(), 'PK');
  const visitor = await open('visitor-of-the-programme');
  await visitor.visit(`${day}/programme`);
  const words = visitor.page.locator('details', { hasText: COMPANY.company }).filter({ hasText: 'Slides in words' });
  await words.locator('summary').click();
  expect.match(await words.innerText(), /One slide: a lamp\./);
  await visitor.check('published');
}

/** The desk of a day of this organiser that has a free slot in public. */
async function deskWithSlots(organiser) {
  await organiser.visit('/organise');
  const own = await organiser.page.locator('main a[href^="/organise/events/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href').split('/').slice(0, 4).join('/')));
  for (const day of await daysWithSlots(organiser)) {
    if (own.includes(`/organise${day}`)) return `/organise${day}`;
  }
  throw new Error('no day of this organiser has a free slot');
}

/** Puts a file into the form that is shown. */
async function sends(person, name, text) {
  await person.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
}

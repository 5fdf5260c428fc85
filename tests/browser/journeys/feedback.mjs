// The day after an event, a delegate says how it was by the link of a letter, and its organiser reads it.

import { fromTemplate, linkIn, register, signInByLink } from '../steps.mjs';

const EMAIL = `feedback-${Date.now()}@council.example`;
const TITLE = 'Riverside Heating Day';

export const name = 'A delegate says how a day was without signing in, and its organiser reads it';

export async function run({ person, open, links, expect }) {
  const organiser = await open('organiser');
  await signInByLink(organiser, links.organiser);
  const desk = await fromTemplate(organiser, { template: 'half-day', title: TITLE, days: 60 });
  await organiser.visit(`${desk}/publication`);
  await organiser.press('Publish now');
  const delegate = await open('delegate');
  const reader = await open('reader');
  await register(delegate, reader, links.letters, {
    name: 'Tegan Says',
    email: EMAIL,
    organisation: 'Hartwell Council',
    role: 'Planner',
    day: desk.replace('/organise', ''),
  });
  await delegate.visit('/my/letters');
  await delegate.tick('Email me after a market day that I took part in, to ask how it was');
  await delegate.tick('At any time');
  await delegate.press('Save');

  await tookPlace(organiser, desk);
  const link = await asked(reader, links.letters);
  await person.visit(link);
  expect.equal(await person.heading(), `How was ${TITLE}?`);
  await person.check('form');
  await person.fill({ 'What would make the next one better?': 'A longer lunch.' });
  await person.press('Send it to the organisers', { status: 422 });
  await person.check('form-errors');
  await person.tick('Somewhat');
  await person.press('Send it to the organisers');
  expect.equal(await person.text('.flash'), 'Thank you. The organisers can read what you said.');
  await person.check('said');

  await organiser.visit(`${desk}/feedback`);
  expect.match(await organiser.text('main'), /1 person who took part answered/);
  expect.match(await organiser.text('blockquote'), /^A longer lunch\.$/, 'without a name');
  await organiser.check('feedback');
}

/** Sets the date to the last day after which the letters of the morning are due now: they come for a day, from 9am on. */
async function tookPlace(organiser, desk) {
  const hour = Number(new Date().toLocaleString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }));
  const back = hour < 9 ? 2 : 1;
  const date = new Date(Date.now() - back * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
  const before = new Date(Date.parse(date) - 5 * 86_400_000).toISOString().slice(0, 10);
  await organiser.visit(`${desk}/details`);
  await organiser.page.locator('[name=date]').fill(date);
  for (const field of ['booking', 'registration']) {
    await organiser.page.locator(`[name=${field}_closes_date]`).fill(before);
  }
  await organiser.press('Save changes');
}

/** The link of the letter that asks how it was: the worker looks every fifteen seconds what is due. */
async function asked(reader, letters) {
  const find = () => linkIn(reader, letters, EMAIL, new RegExp(`How was ${TITLE}`), '/feedback/');
  return find().catch(find);
}

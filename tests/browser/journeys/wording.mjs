// An organiser gives a letter of their day words of their own, tries it, uses it, and goes back.

import { letterTo } from '../letters.mjs';
import { openDesk } from '../steps.mjs';

export const name = 'An organiser words a letter, tries it, uses it and goes back';

export async function run({ person, open, links, expect }) {
  const desk = (await openDesk(person, links)).replace(/\?.*$/, '');
  await person.visit(`${desk}/letters`);
  await person.follow('Wording of letters');
  await person.check('wordings');
  await person.follow('Registered');
  await person.check('wording-standard');
  await person.follow('Write your own wording');
  await person.check('wording-form');

  await person.fill({ Subject: 'Come to {event}', Opening: 'Dear {firstname},' });
  await person.press('Save and look at it', { status: 422 });
  expect.match(await person.text('.error-summary'), /\{firstname\} is no placeholder of this letter/);
  expect.equal(await person.page.getByLabel('Subject').first().inputValue(), 'Come to {event}');
  await person.check('wording-form-errors');
  await person.fill({ Opening: 'Dear {name},\n\nwe look **forward** to seeing you.' });
  await person.press('Save and look at it');
  expect.match(await person.text('main'), /Letters have it once you use it|letters still have the standard wording/);
  expect.match(await person.text('pre'), /^Dear .*, we look forward to seeing you\./);
  await person.check('wording-saved');

  await person.press('Send a test to me');
  const reader = await open('reader-of-the-test');
  await reader.visit(links.organiser);
  const email = (await reader.heading()).replace(/^Sign in as (.*)\?$/, '$1');
  expect.match(await letterTo(reader, links.letters, email, 'Come to'), /we look forward to seeing you/);

  await person.press('Use this wording');
  await person.check('wording-used');
  await person.press('Go back to the standard wording');
  expect.match(await person.text('main'), /Write your own wording/);
}

// A delegate sees what changed in a programme since they last looked, and says that they have seen it.

import { fromTemplate, register, signInByLink } from '../steps.mjs';

const CHANGED = 'What changed since you last looked';

export const name = 'A delegate sees what changed in a programme, until they have seen it';

export async function run({ person, open, links, expect }) {
  const organiser = await open('organiser');
  await signInByLink(organiser, links.organiser);
  const desk = await fromTemplate(organiser, { template: 'half-day', title: 'Lakeside Heating Day', days: 60 });
  await organiser.visit(`${desk}/publication`);
  await organiser.press('Publish now');
  const day = desk.replace('/organise', '');
  await register(person, await open('reader'), links.letters, {
    name: 'Gwen Seen',
    email: `seen-${Date.now()}@council.example`,
    organisation: 'Hartwell Council',
    role: 'Planner',
    day,
  });
  await person.visit(`${day}/programme`);
  expect.ok(!(await person.text('main')).includes(CHANGED), 'what they could read is nothing new');

  await organiser.visit(`${desk}/sessions/new`);
  await organiser.fill({ Title: 'What we heard', Start: '09:35', End: '09:45' });
  await organiser.tick('Keynote');
  await organiser.press('Add the session');
  await organiser.visit(`${desk}/release`);
  await organiser.press('Release version 2');

  await person.visit(`${day}/programme`);
  expect.match(await person.text('section[aria-labelledby=unseen]'), /New: What we heard/);
  await person.check('changed');
  await person.press('Mark as seen');
  expect.equal(await person.text('.flash'), 'Noted. The next time you see here what changed since.');
  expect.ok(!(await person.text('main')).includes(CHANGED));
  await person.check('seen');

  // Other journeys look for days that take place.
  await organiser.visit(`${desk}/cancellation`);
  await organiser.fill({ Reason: 'The hall has flooded.' });
  await organiser.press('Cancel this event');
}

// Somebody complains about their data, and the organiser of the day answers.

import { letterTo } from '../letters.mjs';
import { openDesk } from '../steps.mjs';

export const name = 'Somebody complains about their data and is told what came of it';

const EMAIL = 'dilys.marlowe@calderford.gov.uk.example';

export async function run({ person, open, links, expect }) {
  const organiser = await open('organiser');
  const desk = await openDesk(organiser, links);
  const slug = desk.split('/').at(3);

  await person.visit(`/events/${slug}/privacy`);
  await person.follow('Complain here');
  expect.equal(await person.heading(), 'Complain about personal data');
  await person.check('form');
  await person.press('Send the complaint', { status: 422 });
  await person.check('form-errors');
  await person.fill({
    'Your name': 'Dilys Marlowe',
    'Email address': EMAIL,
    'What happened': 'My name stood on a list at the door.\nI never agreed to that.',
  });
  await person.press('Send the complaint');
  expect.equal(await person.heading(), 'We have your complaint');
  await person.check('taken');
  const reference = await person.text('main .lead strong');
  const reader = await open('reader');
  await letterTo(reader, links.letters, EMAIL, reference);

  await organiser.visit(`${desk}/complaints`);
  await organiser.check('list');
  await organiser.follow(reference);
  await organiser.check('complaint');
  await organiser.fill({ 'What came of it': 'You were right. We took the list down.' });
  await organiser.press('Send the answer and close');
  expect.match(await organiser.text('main'), /There is nothing to answer/);
  await letterTo(reader, links.letters, EMAIL, /What came of your complaint/);
}

// An organiser looks after what people are told: reminders, a message and how it reads, letters; somebody makes a calendar.

import { letterTo } from '../letters.mjs';
import { linkIn, openDesk, signInByLink } from '../steps.mjs';

export const name = 'An organiser chooses reminders and writes to those who come; a delegate makes a calendar of their own';

export async function run({ person, open, links, expect }) {
  const organiser = await open('organiser');
  const desk = await openDesk(organiser, links);
  await organiser.visit(`${desk}/letters`);
  await organiser.check('letters');
  await organiser.follow('Reminders');
  await organiser.check('reminders');
  await organiser.press('Save');
  await organiser.visit(`${desk}/messages`);
  await organiser.check('no-messages');
  await organiser.follow('Write a message');
  await organiser.check('message-form');
  await organiser.press('Save and look at it', { status: 422 });
  await organiser.check('message-refused');
  await organiser.tick('Companies with a slot');
  await organiser.tick('Delegates');
  await organiser.fill({ Subject: 'Before {event}', Text: 'Dear {name},\n\nthe doors open at **8:30**.\n\n- Bring a coat.' });
  await organiser.press('Save and look at it');
  await organiser.check('message');
  expect.match(await organiser.text('pre'), /^Dear /);
  await organiser.press('Send a test to me');
  const reader = await open('reader');
  expect.match(await letterTo(reader, links.letters, 'philippa', /^Before /), /the doors open at/);
  // Whoever reads a letter chooses by its foot which others they get, and is not signed in by it.
  await reader.visit(await linkIn(reader, links.letters, 'philippa', /^Before /, '/letters/'));
  await reader.check('letters-by-link');
  await reader.press('Save');
  expect.match(reader.path(), /^\/letters\/[0-9a-f]{64}\?done=/);
  await reader.check('letters-by-link-saved');
  await reader.visit('/my', { status: 401 });
  await organiser.press('Send now');
  expect.match(await organiser.text('main'), /is on its way/);
  await organiser.check('message-sent');
  await organiser.visit(`${desk}/letters`);
  await organiser.check('letters-after');
  await signInByLink(person, links.delegate);
  await person.visit('/my/calendars');
  await person.check('calendars');
  await person.tick('My agenda');
  await person.fill({ Name: 'My phone' });
  await person.press('Make the calendar');
  expect.match(await person.text('main'), /This address is shown once/);
  await person.check('calendar');
}

// A delegate chooses sessions of a programme, sees what is at the same time, and has letters of them.

import { register } from '../steps.mjs';

const ADD = 'main button:has-text("Add to my agenda")';

export const name = 'A delegate makes an agenda of their own';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader-of-the-agenda');
  const email = `agenda-${Date.now()}@council.example`;
  const day = await register(person, reader, links.letters, {
    name: 'Rhian Agenda',
    email,
    organisation: 'Hartwell Council',
    role: 'Planner',
  });
  await person.visit(`${day}/agenda`);
  expect.match(await person.text('main'), /You have chosen nothing yet/);
  await person.check('agenda-empty');
  await person.follow('Choose sessions of the programme');
  await person.check('programme-to-choose');
  const titles = await person.texts('.session h2, .session h3');
  await person.click(ADD);
  expect.match(await person.text('main'), /Take out of my agenda/);
  if (titles.length > 1) await person.click(ADD);
  await person.check('programme-chosen');

  await person.visit(`${day}/agenda`);
  const chosen = (await person.texts('.rows li')).length;
  expect.ok(chosen >= 1, 'what was chosen is listed');
  await person.tick('Email me each session as a calendar entry');
  await person.press('Save');
  await person.check('agenda');
  await person.click('.rows button');
  expect.equal((await person.texts('.rows li')).length, chosen - 1);
  await person.visit('/my');
  expect.match(await person.text('main'), /Your agenda/);
}

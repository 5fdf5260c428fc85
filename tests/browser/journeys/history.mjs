// An organiser reads what happened with an event, narrows it down, and takes it away as a file.

import { openDesk } from '../steps.mjs';

export const name = 'An organiser reads the history of an event and downloads it';

export async function run({ person, links, expect }) {
  const desk = await openDesk(person, links);
  await person.follow('History');
  expect.equal(await person.heading(), 'History');
  expect.equal(person.path(), `${desk}/history`);
  await person.check('all');
  const [heads] = (await person.file('CSV for a spreadsheet')).split('\r\n');
  expect.match(heads, /"at","person"/);
  const [line] = (await person.file('JSON Lines for programs')).split('\n');
  expect.equal(typeof JSON.parse(line), 'object');
  await person.click('main tbody td:nth-child(3) a');
  await person.check('one-subject');
  await person.visit(`${desk}/history`);
  await person.click('main tbody td:nth-child(4) a');
  await person.check('one-person');
}

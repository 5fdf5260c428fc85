// A delegate downloads everything that is kept about them, and has it erased.

import { letterTo } from '../letters.mjs';
import { register } from '../steps.mjs';

export const name = 'A delegate downloads their data and is erased';

const EMAIL = 'idris.vaughan@calderford.gov.uk.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  const typed = { name: 'Idris Vaughan', email: EMAIL, organisation: 'Calderford Council', role: 'Head of parks' };
  await register(person, reader, links.letters, typed);
  await person.visit('/my');
  await person.follow('Download or erase your data');
  expect.equal(await person.heading(), 'Your data');
  await person.check('data');
  const { name: file, bytes } = await person.download('Download my data');
  expect.match(file, /\.zip$/);
  expect.equal(bytes.subarray(0, 2).toString(), 'PK');

  await person.follow('See what happens when you are erased');
  expect.equal(await person.heading(), 'Erase your data?');
  await person.check('erasure');
  await person.press('Erase my data');
  expect.equal(await person.heading(), 'You have been erased');
  await person.check('erased');
  await person.visit('/my', { status: 401 });
  await letterTo(reader, links.letters, EMAIL, /Your data has been erased/);
}

// Somebody without an account asks for news of market days, confirms it by letter, and changes and stops it.

import { letterTo } from '../letters.mjs';

export const name = 'Somebody hears of new market days without an account';

const EMAIL = 'nerys.pugh@calderford.gov.uk.example';

/** The path of the link into this part of the site that a letter holds. */
function linkIn(letter, part) {
  const found = letter.match(new RegExp(`https?://[^\\s]+?(${part}[^\\s]+)`));
  if (!found) throw new Error(`no ${part} in the letter:\n${letter}`);
  return found[1];
}

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  await person.visit('/');
  await person.follow('Have them emailed to you');
  expect.equal(await person.heading(), 'News of market days');
  await person.check('form');
  await person.press('Email me the news', { status: 422 });
  await person.check('form-errors');
  await person.tick('North East');
  await person.tick('Waste and recycling');
  await person.fill({ 'Email address': EMAIL });
  await person.press('Email me the news');
  expect.equal(await person.heading(), 'Look into your mailbox');
  await person.check('asked');

  const letter = await letterTo(reader, links.letters, EMAIL, /Do you want news of market days/);
  await person.visit(linkIn(letter, '/news/confirmation/'));
  expect.equal(await person.heading(), 'Get news of market days?');
  await person.check('confirmation');
  await person.press('Confirm');
  expect.equal(await person.heading(), 'You get news of market days');
  await person.check('confirmed');

  await person.follow('Change or stop it');
  expect.equal(await person.heading(), 'Letters that you can do without');
  expect.match(await person.text('main'), /n\*\*\*@calderford\.gov\.uk\.example/);
  await person.check('letters');
  await person.tick('Wales');
  await person.tick('At once, a letter for each new day');
  await person.press('Save');
  expect.equal(await person.text('.flash'), 'Your choice has been saved.');
  await person.check('saved');
  await person.visit('/my', { status: 401 });
}

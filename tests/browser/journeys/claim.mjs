// Somebody books for a company that is known already, and one of its people says whether they speak for it.

import { letterTo } from '../letters.mjs';
import { confirmBooking, fillInBooking, holdASlot, linkIn, signInByLink } from '../steps.mjs';

export const name = 'A company confirms that somebody new speaks for it';

const EMAIL = 'tess.winter@newcomer.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  const owner = await open('owner');
  await signInByLink(owner, links.sme);
  await owner.visit('/my');
  const profile = (await owner.texts('#organisations + ul a')).find((text) => text.startsWith('Profile of '));
  const company = profile.replace('Profile of ', '');
  const [email] = (await owner.text('main')).match(/[^\s()]+@[^\s()]+/);

  await holdASlot(person);
  await fillInBooking(person, { company, name: 'Tess Winter', email: EMAIL, title: 'Rails that say when they are loose' });
  expect.equal(await person.heading(), 'Is this your company?');
  await person.press('Yes, book for it');
  await person.check('code');
  await confirmBooking(person, reader, links.letters, EMAIL);
  expect.match(await person.heading(), /^Your booking/);
  await person.check('unconfirmed');
  await person.visit('/my');
  await person.check('my-unconfirmed');

  const claim = await linkIn(reader, links.letters, email, 'Did Tess Winter book', '/bookings/');
  await owner.visit('/my');
  await owner.check('my-asked');
  await owner.visit(claim);
  expect.equal(await owner.heading(), `Was this booked for ${company}?`);
  await owner.check('question');
  await owner.press('Confirm');
  expect.equal(await owner.text('.flash'), 'The booking has been confirmed for its company.');
  await owner.check('answered');
  await letterTo(reader, links.letters, EMAIL, /You are booked|slot/i);
  await person.visit('/my');
  await person.check('my-confirmed');
}

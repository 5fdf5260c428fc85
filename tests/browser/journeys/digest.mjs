// An organiser chooses whether the morning brings a digest of the bookings that they look after.

import { signInByLink } from '../steps.mjs';

const DIGEST = /what became of the bookings of events that I look after/;

export const name = 'An organiser switches the daily digest off and on again';

export async function run({ person, open, links, expect }) {
  await signInByLink(person, links.organiser);
  await person.visit('/my');
  await person.follow('Choose which letters you want');
  const box = () => person.page.getByLabel(DIGEST).first();
  expect.equal(await box().isChecked(), true, 'it comes with a part in a team');
  await person.check('letters');
  await box().uncheck();
  await person.press('Save');
  expect.equal(await person.text('.flash'), 'Your choice has been saved.');
  expect.equal(await box().isChecked(), false);
  await person.check('switched-off');
  await box().check();
  await person.press('Save');
  expect.equal(await box().isChecked(), true);

  const delegate = await open('delegate');
  await signInByLink(delegate, links.delegate);
  await delegate.visit('/my/letters');
  expect.equal(await delegate.page.getByLabel(DIGEST).count(), 0, 'nobody else is asked about it');
}

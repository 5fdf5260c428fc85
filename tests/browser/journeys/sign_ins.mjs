// Somebody looks at where they are signed in, signs another browser out, and begins to change their address.

import { signInByLink } from '../steps.mjs';

export const name = 'Somebody signs another browser out and begins to change their address';

export async function run({ links, open, person, expect }) {
  const other = await open('other-browser');
  await signInByLink(other, links.sme);
  await signInByLink(person, links.sme);
  await person.visit('/my/sign-ins');
  expect.equal(await person.heading(), 'Where you are signed in');
  expect.match((await person.texts('main .rows li')).join(), /This browser/);
  await person.check('sign-ins');
  await person.click('main .rows button');
  expect.equal(await person.text('.flash'), 'You are signed out there.');
  await person.check('only-this');
  await other.visit('/my', { status: 401 });
  await other.check('signed-out');

  await person.visit('/my/email');
  await person.check('email');
  await person.fill({ 'New email address': 'somebody@' });
  await person.press('Send a code to the new address', { status: 422 });
  await person.check('email-wrong');
  await person.fill({ 'New email address': 'somebody.else@new.example' });
  await person.press('Send a code to the new address');
  expect.equal(await person.heading(), 'Check your email');
  await person.check('email-code');
}

// An owner asks a colleague to join their company: they act for it, and leave.

import { ask, linkIn, signInByCode, signInByLink } from '../steps.mjs';

export const name = 'A colleague joins a company, acts for it and leaves';

const EMAIL = 'omar.haddad@colleague.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  await signInByLink(person, links.sme);
  await person.visit('/my');
  const members = (await person.texts('#organisations + ul a')).find((text) => text.startsWith('Members of '));
  await person.follow(members);
  expect.equal(await person.heading(), members);
  await person.press('Ask them', { status: 422 });
  await person.check('form-errors');
  await ask(person, EMAIL, 'Member');
  await person.check('asked');
  const page = person.path().replace(/\?.*/, '');

  const colleague = await open('colleague');
  const link = await linkIn(reader, links.letters, EMAIL, /^Join /, '/nominations/');
  await colleague.visit(link, { status: 401 });
  await signInByCode(colleague, reader, links.letters, EMAIL);
  await colleague.check('question');
  await colleague.press('Join');
  expect.equal(await colleague.text('.flash'), 'You have joined.');
  await colleague.check('joined');
  await colleague.visit('/my');
  await colleague.check('my');
  await colleague.follow(members.replace('Members', 'Profile'));
  await colleague.check('profile');

  await colleague.visit('/my');
  await colleague.click('#bookings ~ .rows h3 a');
  await colleague.page.getByText('Change the pitch', { exact: true }).click();
  await colleague.fill({ Summary: 'Told anew by a colleague.' });
  await colleague.press('Save changes');
  expect.match(await colleague.text('main'), /Told anew by a colleague/);
  await colleague.check('booking');

  await person.visit(page);
  await person.check('two');
  await colleague.visit(page);
  await colleague.check('as-member');
  await colleague.press('Leave (omar.haddad)');
  expect.equal(await colleague.text('.flash'), 'You have left.');
  await colleague.check('left');
  await colleague.visit(page, { status: 404 });
}

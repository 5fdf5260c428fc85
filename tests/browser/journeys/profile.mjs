// A company says once what it is, shows a document, and is recognised when somebody else types its name.

import { fillInBooking, holdASlot, signInByLink } from '../steps.mjs';

export const name = 'A company keeps its profile, and is recognised by its name';

export async function run({ person, open, links, expect }) {
  await signInByLink(person, links.sme);
  await person.visit('/my');
  const profile = (await person.texts('#organisations + ul a')).find((text) => text.startsWith('Profile of '));
  const company = profile.replace('Profile of ', '');
  await person.follow(profile);
  expect.equal(await person.heading(), profile);
  await person.fill({ PPON: 'PABC1234' });
  await person.press('Save the profile', { status: 422 });
  await person.check('wrong');
  await person.fill({ PPON: 'PABC-1234-DEFG', 'Products and services': 'Sensors that notice a change of gait.' });
  await person.choose('Nation or region', 'Wales');
  await person.choose('How many people work for it', '1 to 9 people');
  await person.press('Save the profile');
  await person.fill({
    'Name of the document': 'Cyber Essentials',
    Link: 'www.example.co.uk/cyber-essentials.pdf',
    'Last day on which it holds': '2020-03-31',
  });
  await person.tick('Assurance');
  await person.press('Add the document');
  expect.match(await person.text('main table'), /31 March 2020\s+Expired/);
  await person.check('profile');
  await person.press('Remove Cyber Essentials');
  expect.equal(await person.text('.flash'), 'The document has been removed.');
  await person.check('no-documents');

  await person.follow('See who acts for it');
  await person.check('members');

  const stranger = await open('stranger');
  await holdASlot(stranger);
  await fillInBooking(stranger, {
    company: company.toUpperCase(), name: 'Joe Hill', email: 'joe@mail.example', title: 'Something else',
  });
  expect.equal(await stranger.heading(), 'Is this your company?');
  expect.match(await stranger.text('main dl'), new RegExp(company.replace(/[.*+?()]/g, '\\$&')));
  await stranger.check('same-company');
}

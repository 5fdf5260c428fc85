// Somebody who runs the installation answers a complaint about the service, and merges a company that was written twice.

import { marketday } from '../command.mjs';
import { letterTo } from '../letters.mjs';
import { confirmBooking, daysWithSlots, fillInBooking, holdASlot, signInByCode } from '../steps.mjs';

export const name = 'An administrator answers a complaint and merges two companies that are one';

const EMAIL = 'ada.minster@operator.example';

export async function run({ person, open, links, expect, binary, database }) {
  const reader = await open('reader');
  expect.equal(await marketday(binary, database, 'administrator', 'add', EMAIL), `${EMAIL} runs this installation.\n`);
  await signInByCode(person, reader, links.letters, EMAIL);
  await person.check('my');
  await answersComplaint(person, await open('complainant'), reader, links, expect);

  const days = await daysWithSlots(await open('looker'));
  expect.ok(days.length >= 2, 'two days have free slots');
  const names = ['Tidewatch Sensors', 'Tidewach Sensors Ltd'];
  for (const [number, company] of names.entries()) {
    const booker = await open(`booker-${number}`);
    const email = `booker-${number}@tidewatch.example`;
    await holdASlot(booker, days[number]);
    await fillInBooking(booker, { company, name: 'Wren Castle', email, title: 'Water that says how high it is' });
    await confirmBooking(booker, reader, links.letters, email);
  }
  await merges(person, names, expect);
  await person.visit('/administer/audit');
  await person.check('audit');
}

async function answersComplaint(person, complainant, reader, links, expect) {
  await person.visit('/administer/complaints');
  await person.check('no-complaints');
  const email = 'kit.hollis@complainant.example';
  await complainant.visit('/privacy/complaint');
  await complainant.check('complaint-form');
  await complainant.fill({
    'Your name': 'Kit Hollis',
    'Email address': email,
    'What happened': 'I was written to after I had been erased.',
  });
  await complainant.press('Send the complaint');
  const reference = await complainant.text('main .lead strong');
  await person.visit('/my');
  await person.follow('Complaints about this service');
  await person.check('complaints');
  await person.follow(reference);
  await person.press('Send the answer and close', { status: 422 });
  await person.check('complaint-wrong');
  await person.fill({ 'What came of it': 'The letter crossed with your erasure. There will be no other.' });
  await person.press('Send the answer and close');
  await person.check('complaint-answered');
  await person.follow(reference);
  await person.check('complaint-closed');
  await letterTo(reader, links.letters, email, /What came of your complaint/);
}

async function merges(person, [kept, gone], expect) {
  await person.follow('Administer', { within: 'header' });
  expect.equal(person.path(), '/administer/organisations');
  await person.check('organisations');
  await person.fill({ 'Look for an organisation': 'no such name' });
  await person.press('Search');
  await person.check('nothing-found');
  await person.fill({ 'Look for an organisation': 'tidew' });
  await person.press('Search');
  expect.deepEqual((await person.texts('main tbody th')).sort(), [gone, kept].sort());
  await person.check('found');
  await person.follow(gone);
  expect.equal(await person.heading(), gone);
  await person.check('organisation');
  await person.follow(kept);
  expect.equal(await person.heading(), `Merge ${gone} into ${kept}?`);
  await person.check('merger');
  await person.press('Merge them');
  expect.equal(await person.text('.flash'), 'The two are one now.');
  await person.check('merged');
}

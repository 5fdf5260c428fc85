// A company without a script moves its booking, and swaps slots with one that has a script on; an organiser looks where one could go.

import { Person } from '../person.mjs';
import { confirmBooking, daysWithSlots, fillInBooking, holdASlot, linkIn, openDesk } from '../steps.mjs';

export const name = 'Companies move a booking and swap slots, and an organiser looks where one could go';

const LENA = { company: 'Stopcock Studio', name: 'Lena Marsh', email: 'lena@stopcock.example', title: 'Stopcocks that phone home' };
const OMAR = { company: 'Kerb Appeal', name: 'Omar Idris', email: 'omar@kerbappeal.example', title: 'Kerbs that count' };

export async function run({ browser, person, open, url, artefacts, links, expect }) {
  const reader = await open('reader');
  const screenshots = `${artefacts}/screenshots`;
  const omar = await Person.open({ browser, url, screenshots, prefix: 'move', name: 'omar', javaScript: true });
  const [day] = await daysWithSlots(person);
  const lena = person;
  for (const [who, company] of [[lena, LENA], [omar, OMAR]]) {
    await holdASlot(who, day);
    await fillInBooking(who, company);
    await confirmBooking(who, reader, links.letters, company.email);
    expect.match(await who.heading(), /^Your booking/);
  }
  await moves(lena, expect);
  await swaps(lena, omar, reader, links, expect);
  await lena.follow('Hand this booking over');
  await lena.check('contact');
  await organises(await open('organiser'), links, expect);
  const { problems } = omar;
  await omar.close();
  expect.deepEqual(problems, []);
}

/** The time of the booking whose page is shown. */
const time = (person) => person.text('.facts-box dd strong');

async function moves(person, expect) {
  const before = await time(person);
  await person.check('booking');
  await person.follow('Move this booking');
  await person.check('move');
  await person.click('button[name=to]');
  expect.notEqual(await time(person), before);
}

async function swaps(lena, omar, reader, links, expect) {
  const [hers, his] = [await time(lena), await time(omar)];
  await lena.follow('Ask another company to swap');
  await lena.check('swap');
  await lena.fill({ 'Message to them': 'Our train only gets in at noon.' });
  await lena.page.getByRole('button', { name: /^Ask Kerb Appeal/ }).click();
  await lena.page.waitForURL(/\/swaps\//);
  await lena.check('swap-proposed');
  await omar.visit(await linkIn(reader, links.letters, OMAR.email, /Swap slots with/, '/swaps/'));
  await omar.check('swap-answer');
  await omar.press('Agree and swap');
  expect.equal(await time(omar), hers);
  await lena.follow('Your booking');
  expect.equal(await time(lena), his);
}

async function organises(person, links, expect) {
  const desk = await openDesk(person, links);
  await person.visit(`${desk}/bookings`);
  await person.check('organiser-bookings');
  await person.click('main a[href$="/move"]');
  expect.equal(await person.heading(), 'Move a booking');
  await person.check('organiser-move');
}

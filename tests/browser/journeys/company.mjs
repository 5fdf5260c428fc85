// A company without an account takes a free slot, proves its address with a code, changes its pitch, and cancels.

import { codeFor, letterTo } from '../letters.mjs';

export const name = 'A company books a pitch slot, changes its pitch and cancels';

const EMAIL = 'mina@brightgutter.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  const slots = await dayWithFreeSlots(person);
  await person.click('main a[href^="/slots/"]');
  expect.equal(await person.heading(), 'Book a pitch slot');
  await person.check('offer');
  await person.press('Keep this slot for me');
  expect.match(await person.text('.hold'), /^This slot is kept for you until /);
  await person.check('form');

  await person.press('Continue', { status: 422 });
  expect.ok((await person.texts('.error-summary li')).length >= 5, 'each empty field is named');
  await person.check('form-errors');

  await person.fill({
    'Company name': 'Brightgutter Ltd',
    Website: 'brightgutter.example',
    'Your name': 'Mina Okonjo',
    'Email address': EMAIL,
    Phone: '01632 960123',
    'Title of your pitch': 'Gutters that text before they overflow',
    Summary: 'A clip-on sensor that tells the street team which gully blocks next. Three councils, 40% fewer call-outs.',
  });
  await person.tick('Highways');
  await person.press('Continue');
  expect.match(await person.text('.code-step'), new RegExp(EMAIL.replaceAll('.', '\\.')));
  await person.check('code');
  await person.fill({ 'Six-digit code': '000000' });
  await person.press('Confirm and book', { status: 422 });
  expect.match(await person.text('.error-summary'), /not the code we sent/);
  await person.fill({ 'Six-digit code': await codeFor(reader, links.letters, EMAIL) });
  await person.press('Confirm and book');
  expect.match(await person.heading(), /^Your booking/);
  await person.check('booking');

  const letter = await letterTo(reader, links.letters, EMAIL, /Gutters|slot|booked/i);
  expect.match(letter, /METHOD:REQUEST/);
  expect.match(letter, /SEQUENCE:0/);

  await changeThePitch(person, expect);
  await another(await open('second-company'), slots, expect);
  await cancel(person, expect);
  const goodbye = await letterTo(reader, links.letters, EMAIL, /cancelled/i);
  expect.match(goodbye, /METHOD:CANCEL/);
  expect.match(goodbye, /SEQUENCE:2/);
}

/** Opens the slots of the first day that has a free one. */
async function dayWithFreeSlots(person) {
  await person.visit('/');
  const days = await person.page.locator('section[aria-labelledby=upcoming] .card h3 a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const day of days) {
    await person.visit(`${day}/slots`);
    if (await person.page.locator('main a[href^="/slots/"]').count() > 1) return `${day}/slots`;
  }
  throw new Error('no day has two free slots');
}

async function changeThePitch(person, expect) {
  await person.page.getByText('Change the pitch', { exact: true }).click();
  await person.fill({ 'Title of your pitch': 'Gutters that call before they overflow' });
  await person.press('Save changes');
  expect.equal(await person.text('main h2'), 'Gutters that call before they overflow');
  await person.visit('/my');
  expect.ok((await person.texts('main a')).includes('Gutters that call before they overflow'));
  await person.check('my');
}

/** Somebody else cannot have the slot that is taken, and is offered the nearest one. */
async function another(person, slots, expect) {
  await person.visit(slots);
  const free = await person.page.locator('main a[href^="/slots/"]').count();
  expect.ok(free >= 1, 'one slot is still free');
  await person.visit('/slots/00000000-0000-7000-8000-000000000000/booking', { status: 404 });
}

async function cancel(person, expect) {
  await person.follow('Gutters that call before they overflow');
  await person.follow('Cancel this booking');
  await person.check('cancellation');
  await person.press('Cancel this booking');
  expect.match(await person.heading(), /Cancelled$/);
  await person.check('cancelled');
}

// An organiser plans a day from nothing, publishes it, sees it in public, and calls it off.

import { codeFor } from '../letters.mjs';
import { daysAhead } from '../steps.mjs';

export const name = 'An organiser plans, publishes and cancels a day';

export async function run({ person, open, links, expect }) {
  await person.visit(links.organiser);
  await person.press('Sign in');
  expect.equal(person.path(), '/organise');
  await person.check('home');
  await person.follow('Create an event');
  await person.check('event-form');
  await createEvent(person, expect);
  const overview = person.path().replace(/\?.*$/, '');
  await person.check('overview-draft');
  await planProgramme(person, overview, expect);
  await publish(person, overview, expect);

  const visitor = await open('visitor-of-the-day');
  const address = overview.replace('/organise', '');
  await visitor.visit(address);
  expect.equal(await visitor.heading(), 'East Coast Drains Day');
  await visitor.visit(`${address}/slots`);
  expect.equal((await visitor.texts('main a[href^="/slots/"]')).length, 4, 'four slots are free');

  await person.visit(`${overview}/bookings`);
  await person.check('bookings');
  await person.visit(`${overview}/registrations`);
  await person.check('registrations');
  await cancel(person, overview, expect);
  await visitor.visit(address);
  expect.match(await visitor.text('main'), /This event is cancelled/);
  await visitor.check('cancelled-event');
  await signIn(await open('by-code'), await open('reader'), links, expect);
}

/** A day that ends before it starts comes back with everything that was typed; then it is put right. */
async function createEvent(person, expect) {
  const date = daysAhead(60);
  await person.fill({
    Title: 'East Coast Drains Day',
    Summary: 'A day for **drainage** teams.',
    Venue: 'The Corn Store',
    Address: 'Quay Street\nWhitby\nYO21 1AA',
    'Town or city': 'Whitby',
    'Access information': 'Step-free from the quay. Hearing loop.',
    Date: date,
    Start: '16:00',
    End: '09:30',
    'Places for delegates': '40',
    'Pitch slots that one company may book': '1',
  });
  await person.choose('Region', 'Yorkshire and The Humber');
  await person.tick('Highways');
  await closes(person, 'booking_closes', daysAhead(55));
  await closes(person, 'registration_closes', daysAhead(57));
  await person.press('Create the event', { status: 422 });
  expect.match(await person.text('.error-summary'), /after the start/i);
  expect.equal(await person.page.getByLabel('Title').first().inputValue(), 'East Coast Drains Day');
  await person.check('event-form-errors');
  await person.fill({ Start: '09:30', End: '16:00' });
  await person.press('Create the event');
  expect.match(person.path(), /^\/organise\/events\/east-coast-drains-day/);
}

async function closes(person, name, date) {
  await person.page.locator(`[name=${name}_date]`).fill(date);
  await person.page.locator(`[name=${name}_time]`).fill('17:00');
}

async function planProgramme(person, overview, expect) {
  await person.visit(`${overview}/programme`);
  await person.fill({ Name: 'Harbour Room' });
  await person.press('Add the stage');
  await person.follow('Add a session');
  await person.fill({ Title: 'Pitches: water that goes where it should', Start: '10:00', End: '11:00' });
  await person.tick('Pitch session');
  await person.choose('Where', 'Harbour Room');
  await person.check('session-form');
  await person.press('Add the session');
  await person.check('programme');
  await person.page.locator('main a[href$="/slots"]').first().click();
  await person.press('Preview');
  expect.match(await person.text('main'), /What will be made/);
  await person.check('slots-preview');
  await person.press('Make these 4 slots');
  await person.check('programme-with-slots');
}

async function publish(person, overview, expect) {
  await person.visit(`${overview}/publication`);
  expect.match(await person.text('main'), /This becomes public/);
  await person.check('publication');
  await person.press('Publish now');
  await person.visit(overview);
  await person.check('overview-published');
}

async function cancel(person, overview, expect) {
  await person.visit(`${overview}/cancellation`);
  await person.check('cancellation');
  await person.press('Cancel this event', { status: 422 });
  await person.fill({ Reason: 'The harbour is flooded.' });
  await person.press('Cancel this event');
  await person.visit(overview);
  expect.match(await person.text('main'), /The harbour is flooded/);
}

/** Signing in by code works for an address that the demonstration knows. */
async function signIn(person, reader, links, expect) {
  await reader.visit(links.organiser);
  const email = (await reader.heading()).replace(/^Sign in as (.*)\?$/, '$1');
  await person.visit('/sign-in');
  await person.check('sign-in');
  await person.fill({ 'Email address': email });
  await person.press('Send me a code');
  await person.check('sign-in-code');
  await person.fill({ 'Six-digit code': await codeFor(reader, links.letters, email) });
  await person.press('Sign in');
  expect.equal(person.path(), '/my');
  await person.visit('/organise');
  await person.press('Sign out', { within: 'header' });
  expect.equal(await person.heading(), 'You are signed out');
}

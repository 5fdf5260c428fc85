// What people of several journeys do on their way: they sign in, ask to join and be joined, book, register.

import { codeFor, letterTo } from './letters.mjs';

/** Signs in with a link of the demonstration. */
export async function signInByLink(person, link) {
  await person.visit(new URL(link).pathname);
  await person.press('Sign in');
}

/** Signs in with a code: from the page that asks to sign in first if it is shown, back to where that leads. */
export async function signInByCode(person, reader, letters, email) {
  if (person.status === 401) await person.follow('Sign in');
  else await person.visit('/sign-in');
  await person.fill({ 'Email address': email });
  await person.press('Send me a code');
  await person.fill({ 'Six-digit code': await codeFor(reader, letters, email) });
  await person.press('Sign in');
}

/** The path of the first link in a letter that begins so. */
export async function linkIn(reader, letters, email, subject, beginning) {
  const text = await letterTo(reader, letters, email, subject);
  const link = text.match(/https?:\/\/\S+/g)?.map((found) => new URL(found)).find(({ pathname }) => pathname.startsWith(beginning));
  if (!link) throw new Error(`no ${beginning} in the letter to ${email}:\n${text}`);
  return link.pathname + link.search;
}

/** Signs the demonstration's organiser in, opens their first event, and returns its path. */
export async function openDesk(organiser, links) {
  await signInByLink(organiser, links.organiser);
  await organiser.visit('/organise');
  await organiser.click('main a[href^="/organise/events/"]:not([href$="/new"])');
  return organiser.path();
}

/** The paths of the days in public that have a free slot, the last one first. */
export async function daysWithSlots(person) {
  await person.visit('/');
  const days = [];
  for (const day of (await hrefs(person, 'section[aria-labelledby=upcoming] .card h3 a')).reverse()) {
    await person.visit(`${day}/slots`);
    if ((await hrefs(person, 'main a[href^="/slots/"]')).length > 0) days.push(day);
  }
  return days;
}

/** Takes the last free slot of a day (of the last day that has one, if none is named): others take the first. */
export async function holdASlot(person, day) {
  const [chosen] = day ? [day] : await daysWithSlots(person);
  if (!chosen) throw new Error('no day has a free slot');
  await person.visit(`${chosen}/slots`);
  await person.visit((await hrefs(person, 'main a[href^="/slots/"]')).at(-1));
  await person.press('Keep this slot for me');
}

/** Fills in the form of a slot that is held, and sends it. */
export async function fillInBooking(person, { company, name, email, title }) {
  await person.fill({
    'Company name': company,
    'Your name': name,
    'Email address': email,
    'Title of your pitch': title,
    Summary: 'Told in a few words.',
  });
  await person.tick('Highways');
  await person.press('Continue');
}

/** Types the code that was sent for a booking. */
export async function confirmBooking(person, reader, letters, email) {
  await person.fill({ 'Six-digit code': await codeFor(reader, letters, email) });
  await person.press('Confirm and book');
}

/** Registers for a day (for the last one in public that takes place, if none is named), and returns its path. */
export async function register(person, reader, letters, { name, email, organisation, role, day: named }) {
  await person.visit('/');
  const all = await hrefs(person, 'section[aria-labelledby=upcoming] .card:not(:has(.tag-bad)) h3 a');
  const day = named ?? all.at(-1);
  await person.visit(`${day}/registration`);
  await person.fill({
    'Your name': name,
    'Email address': email,
    'Authority or organisation': organisation,
    'Your role': role,
  });
  await person.press('Continue');
  await person.fill({ 'Six-digit code': await codeFor(reader, letters, email) });
  await person.press('Confirm and register');
  return day;
}

/** Asks somebody to join, with a role, at the page of people that is shown. */
export async function ask(person, email, role) {
  await person.fill({ 'Email address': email });
  await person.tick(role);
  await person.press('Ask them');
}

/** Makes a day from a template, in so many days, in the North East, and returns the path of its desk. */
export async function fromTemplate(person, { template, title, days, look = async () => {} }) {
  await person.visit(`/organise/events/new?template=${template}`);
  await look('from-template');
  await person.fill({
    Title: title,
    Summary: 'A day for **heating** teams.',
    Venue: 'The Wool Hall',
    Address: 'Market Place\nHexham\nNE46 1XQ',
    'Town or city': 'Hexham',
    'Access information': 'Step-free from the square.',
    Date: daysAhead(days),
    'Places for delegates': '40',
  });
  await person.choose('Region', 'North East');
  await person.tick('Net zero');
  for (const [field, before] of [['booking', 5], ['registration', 3]]) {
    await person.page.locator(`[name=${field}_closes_date]`).fill(daysAhead(days - before));
  }
  await person.press('Create the event');
  await look('overview');
  return person.path().replace(/\?.*$/, '');
}

/** A working day that many days ahead, as a date field takes it. */
export function daysAhead(days) {
  const date = new Date(Date.now() + days * 86_400_000);
  while ([0, 6].includes(date.getUTCDay())) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function hrefs(person, selector) {
  return person.page.locator(selector).evaluateAll((links) => links.map((link) => link.getAttribute('href')));
}

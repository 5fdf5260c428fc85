// Two companies wait for a slot of a full day, one without a script and one with; an organiser frees two slots, and each takes its own.

import { Person } from '../person.mjs';
import { linkIn, signInByCode, signInByLink } from '../steps.mjs';

export const name = 'Companies wait for a slot and take what is offered; an organiser sets the rules and gives a slot';

const IDA = { company: 'Lampwright', name: 'Ida Lamb', email: 'ida@lampwright.example', title: 'Lamps that say when they fail' };
const SAM = { company: 'Kerbwell', name: 'Sam Kerr', email: 'sam@kerbwell.example', title: 'Kerbs that warm' };

export async function run({ browser, person, open, url, artefacts, links, expect }) {
  const reader = await open('reader');
  const organiser = await open('organiser');
  await signInByLink(organiser, links.organiser);
  const desk = await fullDay(organiser);
  const day = desk.replace('/organise', '');
  const scripted = { browser, url, screenshots: `${artefacts}/screenshots`, prefix: 'waiting', name: 'sam', javaScript: true };
  const sam = await Person.open(scripted);
  await joins(person, reader, links, day, IDA);
  expect.match(await person.text('main'), /You are the first of those/);
  await person.check('place');
  await joins(sam, reader, links, day, SAM);
  expect.match(await sam.text('main'), /You are number 2 of those/);
  await organiser.visit(`${desk}/waiting`);
  await organiser.check('list');
  expect.match(await organiser.text('tbody'), /Ida Lamb[^]*Sam Kerr/, 'each by the name that they gave');
  expect.equal(await organiser.page.locator('tbody tr').count(), 2);
  for (const [who, company] of [[person, IDA], [sam, SAM]]) {
    await cancels(organiser, desk);
    await who.visit(await linkIn(reader, links.letters, company.email, /A slot is kept for you/, '/waiting/'));
    await who.check('offer');
    await who.press('Take this slot');
    expect.match(await who.heading(), /^Your booking/);
  }
  await rules(organiser, desk, day, expect);
  await gives(organiser, desk, expect);
  const { problems } = sam;
  await sam.close();
  expect.deepEqual(problems, []);
}

/** The desk of the first day of this organiser at which somebody can wait. */
async function fullDay(organiser) {
  await organiser.visit('/organise');
  const desks = await organiser.page.locator('main a[href^="/organise/events/"]')
    .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href').split('/').slice(0, 4).join('/')))]);
  for (const desk of desks.filter((path) => !path.endsWith('/new'))) {
    const response = await organiser.page.goto(new URL(`${desk.replace('/organise', '')}/slots`, organiser.page.url()).href);
    if (response.ok() && await organiser.page.getByText('Join the waiting list').count()) return desk;
  }
  throw new Error('no day is full');
}

async function joins(person, reader, links, day, { company, name, email, title }) {
  await person.visit(`${day}/slots`);
  await person.follow('Join the waiting list', { status: 401 });
  await signInByCode(person, reader, links.letters, email);
  await person.check('form');
  await person.fill({
    'Company name': company,
    'Your name': name,
    'Title of your pitch': title,
    Summary: 'What it does, for whom, and what has come of it so far.',
  });
  await person.tick('Highways');
  await person.press('Join the waiting list');
}

async function cancels(organiser, desk) {
  await organiser.visit(`${desk}/bookings`);
  await organiser.click('main a[href$="/cancellation"]');
  await organiser.fill({ Reason: 'The room is being painted.' });
  await organiser.press('Cancel this booking');
}

async function rules(organiser, desk, day, expect) {
  await organiser.visit(`${desk}/rules`);
  await organiser.check('rules');
  await organiser.fill({ 'Anything else': 'Ask us about the lift.' });
  await organiser.press('Save the rules');
  await organiser.visit(`${day}/slots`);
  expect.match(await organiser.text('main'), /Ask us about the lift\./);
  await organiser.check('published');
}

async function gives(organiser, desk, expect) {
  await cancels(organiser, desk);
  await organiser.visit(`${desk}/gift`);
  await organiser.check('gift');
  await organiser.page.locator('select[name=slot]').selectOption({ index: 1 });
  await organiser.fill({
    'Company name': 'Gutterway',
    'Name of the contact': 'Gail Way',
    'Email address of the contact': 'gail@gutterway.example',
    'Title of your pitch': 'Gutters on the way',
    Summary: 'What it does, for whom, and what has come of it so far.',
  });
  await organiser.tick('Highways');
  await organiser.press('Give the slot', { status: 422 });
  expect.match(await organiser.text('.error-summary'), /First come, first served/);
  await organiser.fill({ 'Why it is given against the rules': 'Their train was cancelled' });
  await organiser.press('Give the slot');
  expect.match(await organiser.text('main'), /Gutterway/);
}

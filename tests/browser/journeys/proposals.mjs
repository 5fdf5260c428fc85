// A day curates its programme: companies propose, with and without a script, an assessor scores, the organiser decides, and the fairness record says so.

import { Person } from '../person.mjs';
import { codeFor } from '../letters.mjs';
import { ask, daysAhead, fromTemplate, linkIn, signInByCode, signInByLink } from '../steps.mjs';

export const name = 'Companies propose, an assessor scores, the organiser decides, a company confirms, and the record says why';

const HEAT = { company: 'Hearthwise', name: 'Hana Reid', email: 'hana@hearthwise.example', title: 'Radiators that say who is cold' };
const DAMP = { company: 'Dryline', name: 'Dai Rhys', email: 'dai@dryline.example', title: 'Walls that tell of damp' };
const ASSESSOR = 'asa@panel.example';

export async function run({ browser, person, open, url, artefacts, links, expect }) {
  const reader = await open('reader');
  const organiser = await open('organiser');
  await signInByLink(organiser, links.organiser);
  const desk = await curatedDay(organiser);
  const day = desk.replace('/organise', '');
  await calls(organiser, desk, expect);
  const scripted = { browser, url, screenshots: `${artefacts}/screenshots`, prefix: 'proposals', name: 'dai', javaScript: true };
  const dai = await Person.open(scripted);
  await person.visit(`${day}/proposals`);
  await person.check('call');
  await proposes(person, reader, links, day, HEAT, expect, async () => person.check('form-errors'));
  await person.check('received');
  const mine = person.path().replace(/\?.*/, '');
  await proposes(dai, reader, links, day, DAMP, expect);
  await scores(await assessor(organiser, open, reader, links, desk), desk, expect);
  await decides(organiser, desk, expect);
  await person.visit(mine);
  await person.check('place');
  await person.press('Confirm this slot');
  expect.match(await person.heading(), /^Your booking/);
  await dai.visit('/my');
  await dai.follow(DAMP.title);
  await dai.check('declined');
  expect.match(await dai.text('main'), /Come back with figures\./);
  await records(organiser, desk, expect);
  const { problems } = dai;
  await dai.close();
  expect.deepEqual(problems, []);
}

/** A published day of this organiser with two curated slots. */
async function curatedDay(organiser) {
  const desk = await fromTemplate(organiser, { template: 'half-day', title: 'Warm Homes Morning', days: 90 });
  await organiser.visit(`${desk}/programme`);
  await organiser.click('main a[href$="/slots"]');
  const slots = organiser.path();
  for (const number of [0, 1]) {
    await organiser.visit(slots);
    const form = organiser.page.locator('form.slot-mode').nth(number);
    await form.locator('select').selectOption('curated');
    await Promise.all([organiser.page.waitForEvent('load'), form.locator('button').click()]);
  }
  await organiser.visit(`${desk}/publication`);
  await organiser.press('Publish now');
  return desk;
}

async function calls(organiser, desk, expect) {
  await organiser.visit(`${desk}/proposals`);
  await organiser.check('none-called');
  await organiser.visit(`${desk}/call`);
  await organiser.press('Save the call', { status: 422 });
  await organiser.check('call-errors');
  await organiser.fill({ 'What is looked for': 'Anything that keeps people **warm**.', 'Scores that a proposal needs': '1' });
  await organiser.page.locator('[name=call_closes_date]').fill(daysAhead(40));
  await organiser.page.locator('[name=call_closes_time]').fill('17:00');
  await organiser.press('Save the call');
  for (const [row, [criterion, weight]] of [['Need', '3'], ['Evidence', '2']].entries()) {
    await organiser.page.locator(`[name=name_${row}]`).fill(criterion);
    await organiser.page.locator(`[name=guidance_${row}]`).fill('1 is not at all, 5 is wholly.');
    await organiser.page.locator(`[name=weight_${row}]`).fill(weight);
  }
  await organiser.press('Save the criteria');
  await organiser.check('call-draft');
  await organiser.press('Publish the call');
  expect.match(await organiser.text('main'), /See the public page/);
}

async function proposes(who, reader, links, day, { company, name: who_is, email, title }, expect, look = async () => {}) {
  await who.visit(`${day}/proposals`);
  await who.follow('Propose a pitch');
  await who.press('Continue', { status: 422 });
  await look();
  await who.fill({
    'Company name': company,
    'Your name': who_is,
    'Email address': email,
    'Title of your pitch': title,
    Summary: 'What it does, for whom, and what has come of it so far.',
  });
  await who.tick('Net zero');
  await who.press('Continue');
  await who.fill({ 'Six-digit code': await codeFor(reader, links.letters, email) });
  await who.press('Confirm and send');
  expect.match(await who.text('.flash'), /The organisers have your proposal/);
}

/** Somebody who is asked to assess, and joins. */
async function assessor(organiser, open, reader, links, desk) {
  await organiser.visit(`${desk}/team`);
  await ask(organiser, ASSESSOR, 'Assessor');
  const asa = await open('assessor');
  const link = await linkIn(reader, links.letters, ASSESSOR, /Join the team/, '/nominations/');
  await asa.visit(link, { status: 401 });
  await signInByCode(asa, reader, links.letters, ASSESSOR);
  await asa.press('Join');
  return asa;
}

async function scores(asa, desk, expect) {
  for (const [title, score] of [[HEAT.title, '5'], [DAMP.title, '2']]) {
    await asa.visit(`${desk}/assessing`);
    if (score === '5') await asa.check('to-score');
    await asa.follow(title);
    if (score === '5') await asa.check('scoring');
    for (const radio of await asa.page.locator(`input[type=radio][value="${score}"]`).all()) await radio.check();
    await asa.fill({ Comment: 'Read with care.' });
    await asa.press('Save my scores');
    expect.equal(await asa.text('.flash'), 'Your scores have been kept.');
  }
  await asa.visit(`${desk}/bookings`, { status: 404 });
}

async function decides(organiser, desk, expect) {
  await organiser.visit(`${desk}/proposals`);
  await organiser.press(`Put on the short list: ${HEAT.title}`);
  await organiser.follow('Short list (1)');
  await organiser.check('short-list');
  await organiser.follow(HEAT.title);
  await organiser.check('review');
  await organiser.fill({ 'What the company is told': 'We liked it.' });
  await organiser.press('Accept');
  await organiser.visit(`${desk}/proposals`);
  await organiser.follow(DAMP.title);
  await organiser.fill({ 'What the company is told': 'Come back with figures.' });
  await organiser.press('Decline');
  await organiser.visit(`${desk}/placing`);
  await organiser.check('placing');
  await organiser.press('Give the slots by rank');
  await organiser.check('placed');
  expect.match(await organiser.text('main'), /To be confirmed by/);
}

async function records(organiser, desk, expect) {
  await organiser.visit(`${desk}/fairness`);
  const said = await organiser.text('main');
  expect.match(said, /Rank 1: mark 5\.00 of 5 by 1 assessor/);
  expect.match(said, /Need 5\.00, Evidence 5\.00/);
  expect.match(said, /Come back with figures\. Rank 2: mark 2\.00/);
  await organiser.check('record');
  const link = organiser.page.locator('main').getByRole('link', { name: /^Download it as a ZIP/ });
  const zip = await organiser.context.request.get(new URL(await link.getAttribute('href'), organiser.page.url()).href);
  expect.equal(zip.headers()['content-type'], 'application/zip');
  expect.equal((await zip.body()).subarray(0, 2).toString(), 'PK');
}

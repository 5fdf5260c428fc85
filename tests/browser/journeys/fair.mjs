// An organiser plans a fair of two days around the calendars of others, with chairs, hours of stages and notes.

import { fromTemplate, signInByLink } from '../steps.mjs';

export const name = 'An organiser plans a fair of two days around an imported calendar';

const DAYS = 120;

export async function run({ person, open, links, expect }) {
  await signInByLink(person, links.organiser);
  const desk = await fromTemplate(person, { template: 'half-day', title: 'Two Rivers Fair', days: DAYS });
  const [first, second] = await lasts(person, desk, expect);
  await improvesStage(person, desk, expect);
  await addsNight(person, desk, expect);
  await notes(person, desk, expect);
  await imports(person, first, expect);
  await person.visit(desk);
  expect.ok((await person.texts('.warnings li, main li')).some((line) => line.includes('Housing fair') && line.includes('Sector calendar')));
  await person.check('overview-with-import');
  await person.visit(`${desk}/run-sheet?programme=draft`);
  await person.check('run-sheet');
  await person.visit(`${desk}/publication`);
  await person.press('Publish now');
  const visitor = await open('visitor-of-the-fair');
  await visitor.visit(desk.replace('/organise', ''));
  await visitor.check('fair');
  await visitor.visit(`${desk.replace('/organise', '')}/programme`);
  await visitor.check('programme-of-two-days');
  expect.ok((await visitor.texts('main')).join(' ').includes('Chaired by Dr Chair'));
  expect.ok(second > first);
}

/** Gives it a second day, and returns both dates. */
async function lasts(person, desk, expect) {
  await person.visit(`${desk}/details`);
  const first = await person.page.getByLabel(/^\s*(First day|Date)\s*$/).first().inputValue();
  const next = new Date(`${first}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const second = next.toISOString().slice(0, 10);
  await person.fill({ 'Last day': first, End: '08:00' });
  await person.press('Save changes', { status: 422 });
  await person.check('details-errors');
  await person.fill({ 'Last day': second, End: '16:00' });
  await person.press('Save changes');
  await person.visit(`${desk}/programme`);
  expect.equal(await person.page.locator('table.plan').count(), 2);
  await person.check('plan-of-two-days');
  return [first, second];
}

async function improvesStage(person, desk, expect) {
  await person.follow('Change Main stage');
  await person.check('stage');
  await person.fill({ Name: 'Great Hall', 'Can be used from': '09:00', 'Can be used until': '08:00' });
  await person.press('Save changes', { status: 422 });
  await person.check('stage-errors');
  await person.fill({ 'Can be used until': '17:00' });
  await person.press('Save changes');
  expect.equal(await person.text('.flash'), 'The stage has been changed.');
  await person.follow('Change Great Hall');
  await person.press('Remove this stage', { status: 422 });
}

async function addsNight(person, desk, expect) {
  await person.visit(`${desk}/sessions/new`);
  await person.check('session-of-two-days');
  await person.fill({ Title: 'Debate', Start: '22:00', End: '00:30', 'Who chairs it': 'Dr Chair' });
  await person.tick('Panel');
  await person.choose('Where', 'Great Hall');
  await person.page.getByLabel('Day', { exact: true }).selectOption({ index: 1 });
  await person.press('Add the session');
  expect.equal(await person.text('.flash'), 'The session has been saved. Others see it with the next release.');
  expect.ok((await person.texts('#day-1 + .plan-scroll .item')).some((item) => item.startsWith('10pm to 12:30am')));
  expect.ok((await person.texts('.warnings li')).some((line) => line.includes('Great Hall')), 'it is outside the hours of its stage');
  await person.follow('Change Debate');
  await person.check('session-past-midnight');
}

async function notes(person, desk, expect) {
  await person.follow('Note for the run sheet');
  await person.check('note');
  await person.fill({ Note: 'Two lecterns.' });
  await person.press('Save the note');
  await person.visit(`${desk}/run-sheet?programme=draft`);
  expect.ok((await person.texts('main')).join(' ').includes('Two lecterns.'));
}

async function imports(person, day, expect) {
  await person.visit('/organise/calendars');
  await person.check('calendars-none');
  await person.follow('Import from an address');
  await person.fill({ Name: 'Inside', Address: 'https://127.0.0.1/calendar.ics' });
  await person.press('Import this calendar', { status: 422 });
  await person.check('calendar-address-errors');
  await person.visit('/organise/calendars/file');
  await person.check('calendar-file');
  await person.fill({ Name: 'Sector calendar' });
  const date = day.replaceAll('-', '');
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Sector//EN', 'BEGIN:VEVENT', 'UID:1@sector.example', `DTSTAMP:${date}T000000Z`,
    `DTSTART;VALUE=DATE:${date}`, 'SUMMARY:Housing fair', 'END:VEVENT', 'BEGIN:VEVENT', 'UID:2@sector.example', 'SUMMARY:No date',
    'END:VEVENT', 'END:VCALENDAR', '',
  ];
  await person.page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'sector.ics', mimeType: 'text/calendar', buffer: Buffer.from(lines.join('\r\n')),
  });
  await person.press('Import this calendar');
  await person.check('calendar');
  expect.ok((await person.texts('main')).join(' ').includes('Housing fair'));
  await person.visit('/organise/calendars');
  await person.check('calendars');
}

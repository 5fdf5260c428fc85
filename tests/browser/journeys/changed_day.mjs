// An organiser makes a day from a template, and changes their mind about it in every way there is.

import { daysAhead, fromTemplate as makeFromTemplate, signInByLink } from '../steps.mjs';

export const name = 'An organiser changes a day: venue, slots, releases, dates, and whether it takes place at all';

export async function run({ person, open, links, expect }) {
  await signInByLink(person, links.organiser);
  const desk = await fromTemplate(person, expect);
  const day = desk.replace('/organise', '');
  const visitor = await open('visitor-of-the-changed-day');
  await keepsVenue(person, desk);
  await givesSlots(person, desk, expect);
  await person.visit(`${desk}/publication`);
  await person.press('Publish now');
  await releasesTwice(person, visitor, { desk, day }, expect);
  await goesBack(person, desk, expect);
  await runsSheet(person, desk, expect);
  await putsInSeries(person, visitor, { desk, day }, expect);
  await copies(person, desk, expect);
  await postpones(person, visitor, { desk, day }, expect);
  await cancelsAndReinstates(person, visitor, { desk, day }, expect);
}

async function fromTemplate(person, expect) {
  const look = (name) => person.check(name);
  const desk = await makeFromTemplate(person, { template: 'half-day', title: 'Moorland Heating Day', days: 70, look });
  expect.match(desk, /^\/organise\/events\/moorland-heating-day/);
  await person.visit(`${desk}/programme`);
  await person.check('programme');
  return desk;
}

async function keepsVenue(person, desk) {
  await person.visit(`${desk}/venue`);
  await person.check('event-venue');
  await person.visit('/organise/venues');
  await person.check('venues');
  await person.visit('/organise/venues/new');
  await person.press('Keep this venue', { status: 422 });
  await person.check('venue-form-errors');
}

async function givesSlots(person, desk, expect) {
  await person.visit(`${desk}/programme`);
  await person.page.locator('main a[href$="/slots"]').first().click();
  await person.check('slots');
  await person.page.locator('.slot-mode select').first().selectOption('held-back');
  await person.page.locator('.slot-mode button').first().click();
  await person.page.waitForLoadState();
  expect.match(await person.text('main'), /Held back/);
}

async function releasesTwice(person, visitor, { desk, day }, expect) {
  await person.visit(`${desk}/sessions/new`);
  await person.fill({ Title: 'What we heard', Start: '12:30', End: '12:45' });
  await person.tick('Keynote');
  await person.press('Add the session');
  await person.visit(`${desk}/release`);
  await person.check('release');
  await person.fill({ Note: 'A few words at the end.' });
  await person.press('Release version 2');
  await visitor.visit(`${day}/programme`);
  await visitor.check('programme');
  await visitor.follow('What changed');
  expect.match(await visitor.text('main'), /New: What we heard/);
  await visitor.check('change-log');
  await visitor.visit(`${day}/releases/1`);
  expect.match(await visitor.text('main'), /This is an old version/);
  await visitor.check('old-release');
}

async function goesBack(person, desk, expect) {
  await person.visit(`${desk}/releases`);
  await person.check('releases');
  await person.visit(`${desk}/releases/1/reset`);
  await person.check('reset');
  await person.press('Go back to it');
  expect.match(await person.text('main'), /Without a place/);
  await person.check('programme-with-unscheduled');
}

async function runsSheet(person, desk, expect) {
  await person.visit(`${desk}/run-sheet`);
  expect.equal(await person.heading(), 'Run sheet');
  await person.check('run-sheet');
}

async function putsInSeries(person, visitor, { desk, day }, expect) {
  await person.visit(`${desk}/series`);
  await person.check('series');
  await person.page.locator('input[name=series][value=new]').check();
  await person.page.locator('[name=new_name]').fill('Northern roadshow');
  await person.press('Save');
  await person.check('series-chosen');
  await visitor.visit(day);
  await visitor.follow('Northern roadshow');
  expect.equal(await visitor.heading(), 'Northern roadshow');
  await visitor.check('series');
}

async function copies(person, desk, expect) {
  await person.visit(`${desk}/copy`);
  await person.check('copy');
  await person.page.locator('[name=date]').fill(daysAhead(90));
  await person.page.locator('[name=title]').fill('Moorland Heating Day again');
  await person.page.locator('main form button').last().click();
  await person.page.waitForLoadState();
  expect.match(person.path(), /^\/organise\/events\/moorland-heating-day-again/);
}

async function postpones(person, visitor, { desk, day }, expect) {
  await person.visit(`${desk}/postponement`);
  await person.check('postponement');
  await person.press('Postpone this event', { status: 422 });
  await person.fill({ Reason: 'The road is closed by snow.' });
  await person.press('Postpone this event');
  await person.check('overview-postponed');
  await visitor.visit(day);
  expect.match(await visitor.text('main'), /This event is postponed/);
  await visitor.check('postponed');
  await person.visit(`${desk}/reinstatement`);
  await person.check('new-date');
  await person.page.locator('[name=date]').fill(daysAhead(77));
  await person.press('Set this date');
  await visitor.visit(day);
  expect.match(await visitor.text('main'), /This event has a new date/);
  await visitor.check('new-date');
}

async function cancelsAndReinstates(person, visitor, { desk, day }, expect) {
  const cancel = async () => {
    await person.visit(`${desk}/cancellation`);
    await person.fill({ Reason: 'The hall has flooded.' });
    await person.press('Cancel this event');
  };
  await cancel();
  await person.visit(`${desk}/reinstatement`);
  await person.check('reinstatement');
  await person.press('Reinstate this event');
  await visitor.visit(day);
  expect.match(await visitor.text('main'), /This event takes place after all/);
  await visitor.check('reinstated');
  // Other journeys look for days that take place.
  await cancel();
}

// Somebody subscribes with calendar programs of others: vdirsyncer fetches the feed over HTTP, khal shows what is in it.

import { daysAhead, fromTemplate, signInByLink } from '../steps.mjs';
import { subscribe } from '../khal.mjs';

export const name = 'A subscriber sees in khal, by vdirsyncer, that a day is published, moved and cancelled';

const TITLE = 'Weir and Sluice Day';
const PROGRAMME = [
  ['09:00 to 09:20', 'Arrival and coffee'],
  ['09:20 to 09:35', 'Welcome'],
  ['09:45 to 11:15', 'Pitches, first half'],
  ['11:15 to 11:45', 'Coffee'],
  ['11:45 to 13:15', 'Pitches, second half'],
  ['13:25 to 14:00', 'Conversations'],
];

export async function run({ person, url, links, programs, expect }) {
  await signInByLink(person, links.organiser);
  const desk = await fromTemplate(person, { template: 'half-day', title: TITLE, days: 70 });
  await person.visit(`${desk}/publication`);
  await person.press('Publish now');
  const feeds = { days: `${url}/calendar/all.ics`, programme: `${url}${desk.replace('/organise', '')}/calendar.ics` };
  await subscribe(programs, feeds, async (khal) => {
    const shows = async (date, status) => {
      const lines = linesOn(date, status);
      expect.deepEqual(await khal.shows('days', TITLE), lines.days);
      expect.deepEqual(await khal.shows('programme', TITLE), lines.programme);
    };
    await shows(daysAhead(70), 'CONFIRMED');
    await moves(person, desk, daysAhead(77));
    await shows(daysAhead(77), 'CONFIRMED');
    await cancels(person, desk);
    await shows(daysAhead(77), 'CANCELLED');
  });
}

/** What the calendars show of the day and of its programme: these lines, so nothing on the date before. */
function linesOn(date, status) {
  const line = ([times, title]) => `${date} ${times} ${status === 'CANCELLED' ? 'Cancelled: ' : ''}${title} ${status}`;
  return { days: [line(['09:00 to 14:00', TITLE])], programme: PROGRAMME.map(line) };
}

async function moves(person, desk, date) {
  await person.visit(`${desk}/details`);
  await person.page.locator('[name=date]').fill(date);
  await person.press('Save changes');
}

async function cancels(person, desk) {
  await person.visit(`${desk}/cancellation`);
  await person.fill({ Reason: 'The river is in flood.' });
  await person.press('Cancel this event');
}

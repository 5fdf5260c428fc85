// A visitor looks round: events, one event's pages, the calendar, and an address that leads nowhere.

export const name = 'A visitor finds a day and what is on it';

const HOME_LIMIT = 60 * 1024;
const CARDS = 'section[aria-labelledby=upcoming] .card';

export async function run({ person, expect }) {
  await person.visit('/');
  expect.equal(await person.heading(), 'Meet the councils. Meet the makers.');
  const weight = await person.weight();
  expect.ok(weight < HOME_LIMIT, `the home page weighs ${weight} octets, its limit is ${HOME_LIMIT}`);
  const events = await person.texts(`${CARDS} h3 a`);
  expect.ok(events.length >= 3, `three days are published, and ${events.length} are shown`);
  await person.check('home');

  await filterByRegion(person, expect);

  await person.visit('/');
  const title = await person.text(`${CARDS}:not(:has(.tag-bad)) h3 a`);
  await person.follow(title);
  const event = person.path();
  expect.match(event, /^\/events\/[a-z0-9-]+$/);
  expect.equal(await person.heading(), title);
  await person.check('event');

  await person.visit(`${event}/programme`);
  expect.match(await person.heading(), /^Programme/);
  expect.ok((await person.texts('table.grid tbody tr')).length > 0, 'the programme has sessions');
  await person.check('programme');

  await person.visit(`${event}/slots`);
  expect.equal(await person.heading(), 'Pitch slots');
  await person.check('slots');

  await person.follow('Subscribe', { within: 'header' });
  expect.equal(person.path(), '/calendar');
  expect.equal(await person.heading(), 'Subscribe to the calendar');
  await person.check('calendar');

  for (const feed of ['/calendar/all.ics', `${event}/calendar.ics`]) {
    const answer = await person.context.request.get(new URL(feed, person.url).href);
    expect.equal(answer.status(), 200, feed);
    expect.match(answer.headers()['content-type'], /^text\/calendar\b/, feed);
  }
  await wrongAddresses(person, event);
}

/** The filter leaves exactly the events of the region that was chosen. */
async function filterByRegion(person, expect) {
  const places = await person.texts(`${CARDS} .card-in > p:nth-of-type(2)`);
  const region = places[0].split(' · ').at(-1);
  await person.choose('Region', region);
  await person.press('Show events');
  const left = await person.texts(`${CARDS} .card-in > p:nth-of-type(2)`);
  const expected = places.filter((place) => place.endsWith(` · ${region}`));
  expect.deepEqual(left, expected);
  await person.check('home-filtered');
}

async function wrongAddresses(person, event) {
  await person.visit('/events/no-such-event', { status: 404 });
  await person.check('not-found');
  await person.visit(`${event}/nothing-here`, { status: 404 });
  await person.visit('/nothing-here', { status: 404 });
}

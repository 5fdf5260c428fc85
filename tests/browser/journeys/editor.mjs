// An organiser plans a day with the mouse, with the keys alone, and without a script; two of them at once.

import { Person } from '../person.mjs';
import { fromTemplate, signInByLink } from '../steps.mjs';

export const name = 'An organiser moves sessions by mouse, by keys and by forms, and two do at once';

const DAY = { template: 'full-day', title: 'Riverbank Transport Day', days: 90 };

export async function run({ browser, links, url, person, expect }) {
  const { screenshots, prefix } = person;
  await signInByLink(person, links.organiser);
  const desk = await fromTemplate(person, DAY);
  const open = async (name) => {
    const one = await Person.open({ browser, url, screenshots, prefix, name, javaScript: true });
    await signInByLink(one, links.organiser);
    await one.visit(`${desk}/programme`);
    return one;
  };
  await byForms(person, desk, expect);
  const people = [await open('by-mouse'), await open('by-keys')];
  try {
    const [mouse, keys] = people;
    await byMouse(mouse, expect);
    await keys.visit(`${desk}/programme`);
    await byKeys(keys, expect);
    await atOnce(mouse, keys, expect);
    // The refusal that the second of the two was answered, which a browser says of a script's requests.
    const isRefusal = (problem) => problem.includes('status of 422');
    for (const one of people) person.problems.push(...one.problems.filter((problem) => !isRefusal(problem)));
  } catch (error) {
    for (const one of people) person.problems.push(await one.lastSeen(), ...one.problems);
    throw error;
  } finally {
    for (const one of people) await one.close();
  }
}

/** When and where a session is. */
async function place(one, title) {
  const item = one.page.locator('.plan .item', { has: one.page.getByRole('link', { name: `Change ${title}`, exact: true }) });
  const when = (await item.locator('.item-when > .nowrap').innerText()).trim();
  const stage = await item.getAttribute('data-stage');
  const column = await one.page.locator(`.plan thead th[data-stage="${stage}"]`).first().innerText();
  return `${when}, ${column.replace(/ ?Add.*/s, '').trim()}`;
}

const item = (one, title) => one.page.locator(`.item[data-title="${title}"]`);
const row = (one, time) => one.page.locator(`.plan tr[data-at="${time}"]`);
const column = (one, name) => one.page.locator('.plan thead th', { hasText: name });

async function settled(one, text) {
  await one.page.locator('p[role=status]', { hasText: text }).waitFor({ state: 'attached' });
}

/** Where the pointer is at a time, in the column of a stage. */
async function point(one, time, stage) {
  const [across, down] = [await column(one, stage).boundingBox(), await row(one, time).boundingBox()];
  return [across.x + across.width / 2, down.y + 2];
}

async function drag(one, from, to) {
  await one.page.mouse.move(...from);
  await one.page.mouse.down();
  await one.page.mouse.move(from[0] + 3, from[1] + 8, { steps: 3 });
  await one.page.mouse.move(...to, { steps: 8 });
  await one.page.mouse.up();
}

async function byForms(person, desk, expect) {
  await person.visit(`${desk}/programme`);
  await person.check('plan');
  expect.equal(await place(person, 'Panel'), '2:10pm to 2:50pm, Stage A');
  await person.follow(`Move Panel, 2:10pm to 2:50pm`);
  await person.check('place');
  await person.fill({ Start: '14:30', End: '15:00' });
  await person.choose('Where', 'Stage B');
  await person.press('Move it');
  expect.equal(await place(person, 'Panel'), '2:30pm to 3pm, Stage B');
  await person.press('Undo: move “Panel”');
  expect.equal(await place(person, 'Panel'), '2:10pm to 2:50pm, Stage A');
  await person.press('Redo: move “Panel”');
  await person.press('Undo: move “Panel”');
  await person.visit(`${desk}/programme?view=list`);
  await person.check('plan-as-lists');
}

async function byMouse(one, expect) {
  await one.check('by-mouse');
  // All of the day is on the screen.
  await one.page.setViewportSize({ width: 1280, height: 2400 });
  const top = await item(one, 'Panel').boundingBox();
  await drag(one, [top.x + 60, top.y + 3], await point(one, '14:25', 'Stage B'));
  await settled(one, 'The session has been moved');
  expect.equal(await place(one, 'Panel'), '2:25pm to 3:05pm, Stage B');

  await one.page.locator('form[data-edit=Undo] button').click();
  await settled(one, 'That is undone');
  expect.equal(await place(one, 'Panel'), '2:10pm to 2:50pm, Stage A');

  // By its lower edge.
  const edge = await item(one, 'Panel').locator('.stretch').boundingBox();
  await drag(one, [edge.x + edge.width / 2, edge.y + 4], await point(one, '15:00', 'Stage A'));
  await settled(one, 'The session has been moved');
  expect.equal(await place(one, 'Panel'), '2:10pm to 3:05pm, Stage A');
  await one.page.keyboard.press('Control+z');
  await settled(one, 'That is undone');
  expect.equal(await place(one, 'Panel'), '2:10pm to 2:50pm, Stage A');
  await one.page.keyboard.press('Control+Shift+z');
  await settled(one, 'That is done again');
  await one.page.keyboard.press('Control+z');
  await settled(one, 'That is undone');

  // Onto another session: they change places.
  const [a, b] = [await item(one, 'Pitches A, first half').boundingBox(), await item(one, 'Pitches B, first half').boundingBox()];
  await drag(one, [a.x + 60, a.y + 3], [b.x + 60, b.y + 40]);
  await settled(one, 'The sessions have changed places');
  expect.equal(await place(one, 'Pitches A, first half'), '10am to 11:30am, Stage B');
  await one.page.keyboard.press('Control+z');
  await settled(one, 'That is undone');

  // Over free time: a new session, filled in.
  await drag(one, await point(one, '15:00', 'Stage B'), await point(one, '15:25', 'Stage B'));
  await one.page.waitForURL(/sessions\/new/);
  expect.equal(await one.page.getByLabel('Start').inputValue(), '15:00');
  expect.equal(await one.page.getByLabel('End').inputValue(), '15:30');
  expect.equal(await one.page.getByLabel('Where').locator('option:checked').innerText(), 'Stage B');
}

async function byKeys(one, expect) {
  const { page } = one;
  await item(one, 'Panel').locator('.grip').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await settled(one, '2:15pm to 2:55pm, Stage B');
  await page.keyboard.press('Escape');
  await settled(one, 'It stays where it was');
  expect.equal(await place(one, 'Panel'), '2:10pm to 2:50pm, Stage A');
  for (const key of ['ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key);
  await settled(one, 'The session has been moved');
  expect.equal(await place(one, 'Panel'), '2:15pm to 3pm, Stage B');
  // The keys are still on it.
  expect.equal(await page.evaluate(() => document.activeElement.closest('.item')?.dataset.title), 'Panel');
  await page.keyboard.press('Control+z');
  await settled(one, 'That is undone');

  await item(one, 'Pitches A, first half').locator('.grip').focus();
  await page.keyboard.press('ArrowRight');
  await settled(one, 'Pitches B, first half is there: press S to change places');
  await page.keyboard.press('s');
  await settled(one, 'The sessions have changed places');
  expect.equal(await place(one, 'Pitches B, first half'), '10am to 11:30am, Stage A');
  await page.keyboard.press('Control+z');
  await settled(one, 'That is undone');

  // Enter alone opens the form.
  await item(one, 'Panel').locator('.grip').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/place$/);
  await page.goBack();
}

/** The second sees where the first put it, and decides. */
async function atOnce(one, other, expect) {
  const programme = new URL(other.page.url()).pathname;
  await one.visit(programme);
  await other.visit(programme);
  const move = async (who, keys) => {
    await item(who, 'Panel').locator('.grip').focus();
    for (const key of keys) await who.page.keyboard.press(key);
  };
  await move(one, ['ArrowDown', 'Enter']);
  await settled(one, 'The session has been moved');
  await move(other, ['ArrowUp', 'Enter']);
  await settled(other, 'Somebody else has changed this session');
  await other.check('two-at-once');
  expect.deepEqual(await other.texts('.inset dd'), ['14:15', '14:55']);
  expect.equal(await other.page.getByLabel('Start').inputValue(), '14:05');
  await other.press('Move it');
  expect.equal(await place(other, 'Panel'), '2:05pm to 2:45pm, Stage A');
  expect.equal(await place(one, 'Panel'), '2:15pm to 2:55pm, Stage A');
}

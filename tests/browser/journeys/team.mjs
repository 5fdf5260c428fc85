// An organiser asks a colleague to help with an event: they join, see what their role lets them, and are removed.

import { ask, linkIn, openDesk, signInByCode } from '../steps.mjs';

export const name = 'An organiser asks a colleague to the team, changes their role and removes them';

const EMAIL = 'sam.adeyemi@organiser.example';
const LATER = 'jo.later@organiser.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  const desk = await openDesk(person, links);
  await person.follow('Team');
  expect.equal(await person.heading(), 'Team');
  await person.check('alone');
  await person.press('Ask them', { status: 422 });
  await person.check('form-errors');
  await ask(person, EMAIL, 'Editor');
  expect.match(await person.text('.flash'), /We have emailed them a link/);
  await ask(person, LATER, 'Viewer');
  await person.check('asked');
  await person.press(`Withdraw the question to ${LATER}`);
  expect.equal(await person.text('.flash'), 'The question has been withdrawn.');

  const colleague = await open('colleague');
  const link = await linkIn(reader, links.letters, EMAIL, /Join the team/, '/nominations/');
  await colleague.visit(link, { status: 401 });
  await colleague.check('sign-in');
  await signInByCode(colleague, reader, links.letters, EMAIL);
  expect.match(await colleague.heading(), /^Join the team of /);
  await colleague.check('question');
  await colleague.press('Join');
  expect.equal(await colleague.text('.flash'), 'You have joined.');
  expect.equal(colleague.path().replace(/\?.*/, ''), desk);
  await colleague.check('as-editor');
  await colleague.visit('/organise');
  await colleague.check('home-of-editor');
  await colleague.visit(link, { status: 410 });
  await colleague.check('question-over');

  await person.visit(`${desk}/team`);
  await person.check('two');
  await person.choose('Role of sam.adeyemi', 'Front desk');
  await person.press('Change the role of sam.adeyemi');
  expect.equal(await person.text('.flash'), 'The role has been changed.');
  await colleague.visit(desk);
  await colleague.check('as-front-desk');
  await person.press('Remove (sam.adeyemi)');
  expect.match(await person.text('.flash'), /They have been removed/);
  await colleague.visit(desk, { status: 404 });
}

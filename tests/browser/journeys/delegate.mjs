// A council delegate registers with a code, sees the registration, and gives the place back.

import { codeFor, letterTo } from '../letters.mjs';

export const name = 'A delegate registers and withdraws';

const EMAIL = 'rhys.penrose@calderford.gov.uk.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  await person.visit('/');
  await person.page.locator('section[aria-labelledby=upcoming] .card:not(:has(.tag-bad)) h3 a').last().click();
  const title = await person.heading();
  await person.follow('Register');
  expect.equal(await person.heading(), 'Register');
  await person.check('form');

  await person.press('Continue', { status: 422 });
  await person.fill({
    'Your name': 'Rhys Penrose',
    'Email address': EMAIL,
    'Authority or organisation': 'Calderford Council',
    'Your role': 'Head of highways',
    'Access needs': 'A seat near the front',
    'Dietary needs': 'No nuts',
  });
  await person.tick('Highways');
  await person.press('Continue');
  await person.check('code');
  await person.fill({ 'Six-digit code': await codeFor(reader, links.letters, EMAIL) });
  await person.press('Confirm and register');
  expect.match(await person.heading(), /^Your registration/);
  expect.match(await person.text('main'), /A seat near the front/);
  await person.check('registration');

  await person.tick('Show my name and organisation to others at this event');
  await person.press('Save');
  expect.match(await person.text('main'), /You are listed/);
  await person.follow('See who else is coming');
  expect.match(await person.text('main .rows'), /Rhys Penrose Calderford Council/);
  await person.check('attendees');
  await person.follow('Change whether you are listed');

  const letter = await letterTo(reader, links.letters, EMAIL, title);
  expect.match(letter, /METHOD:REQUEST/);

  await person.page.locator('main a[href$="/withdrawal"]').first().click();
  expect.equal(await person.heading(), 'Withdraw your registration?');
  await person.check('withdrawal');
  await person.press('Withdraw');
  expect.match(await person.heading(), /Withdrawn$/);
  const goodbye = await letterTo(reader, links.letters, EMAIL, /withdrawn|withdrew|given back/i);
  expect.match(goodbye, /METHOD:CANCEL/);

  await person.visit(links.delegate);
  await person.check('demonstration-sign-in');
  await person.press('Sign in');
  expect.equal(person.path(), '/my');
  await person.check('my');
  await person.follow('Choose which letters you want');
  expect.equal(await person.page.locator('main input[type=checkbox]:checked').count(), 0, 'nothing is ticked by itself');
  await person.tick('Email me after a market day that I took part in, to ask how it was');
  await person.press('Save');
  expect.match(await person.text('main'), /You agreed at /);
  await person.check('letters');
}

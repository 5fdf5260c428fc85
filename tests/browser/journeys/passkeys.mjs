// An organiser adds a passkey to a device that Chromium makes up, signs in with it, and removes it.

import { Person } from '../person.mjs';

export const name = 'An organiser adds a passkey and signs in with it';

export async function run({ browser, links, url, person, expect }) {
  // Browsers take passkeys for names only: the demonstration answers to this one too.
  const address = new URL(url);
  address.hostname = 'localhost';
  const { screenshots, prefix } = person;
  const own = address.href.replace(/\/$/, '');
  const organiser = await Person.open({ browser, url: own, screenshots, prefix, name: 'organiser', javaScript: true });
  try {
    await journey(organiser, new URL(links.organiser).pathname, expect);
    person.problems.push(...organiser.problems);
  } catch (error) {
    person.problems.push(await organiser.lastSeen(), ...organiser.problems);
    throw error;
  } finally {
    await organiser.close();
  }
}

async function journey(organiser, link, expect) {
  const device = await organiser.context.newCDPSession(organiser.page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    },
  });

  await organiser.visit(link);
  await organiser.press('Sign in');
  await organiser.visit('/organise');
  await organiser.check('prompt');
  await organiser.follow('Add a passkey');
  expect.equal(await organiser.heading(), 'Your passkeys');
  await organiser.check('none');
  await organiser.fill({ Name: 'Work laptop' });
  await organiser.press('Add a passkey');
  expect.equal(organiser.path(), '/my/passkeys?done=passkey-added');
  expect.deepEqual(await organiser.texts('main .rows h2'), ['Work laptop']);
  await organiser.check('one');
  await organiser.visit('/organise');
  expect.deepEqual(await organiser.texts('#passkey-prompt'), []);

  await organiser.press('Sign out', { within: 'header' });
  await organiser.visit('/sign-in?next=/organise');
  await organiser.check('sign-in');
  await organiser.press('Sign in with a passkey');
  expect.equal(organiser.path(), '/organise');

  await organiser.visit('/my/passkeys');
  expect.match(await organiser.text('main .rows li'), /Last used at/);
  await organiser.click('main .rows a');
  expect.equal(await organiser.heading(), 'Remove Work laptop?');
  await organiser.check('removal');
  await organiser.press('Remove this passkey');
  expect.deepEqual(await organiser.texts('main .rows h2'), []);

  await organiser.press('Sign out', { within: 'header' });
  await organiser.visit('/sign-in');
  await organiser.press('Sign in with a passkey', { status: 422 });
  expect.match(await organiser.text('.error-summary'), /This passkey did not sign you in/);
  await organiser.check('refused');
}

// An officer signs in with the account that their council gave them, at a provider that runs beside the browser.

import { serving } from '../command.mjs';
import { Person } from '../person.mjs';
import { CLIENT, providing } from '../provider.mjs';

export const name = 'An officer signs in with the account of their council';

const RHYS = { subject: 'r-7316', email: 'rhys.bevan@calderford.example', name: 'Rhys Bevan' };
const GUEST = { subject: 'g-0001', email: 'guest@elsewhere.example', name: 'a guest' };

export async function run({ browser, binary, person, expect }) {
  const { screenshots, prefix } = person;
  await providing([RHYS, GUEST], (issuer) => serving(binary, settings(issuer), async (url) => {
    const officer = await Person.open({ browser, url, screenshots, prefix, name: 'officer', elsewhere: [issuer] });
    try {
      await journey(officer, expect);
    } catch (error) {
      person.problems.push(await officer.lastSeen());
      throw error;
    } finally {
      person.problems.push(...officer.problems);
      await officer.close();
    }
  }));
}

function settings(issuer) {
  const beginning = 'MARKETDAY__SIGN_IN__PROVIDER__CALDERFORD';
  return {
    [`${beginning}__LABEL`]: 'Calderford',
    [`${beginning}__ISSUER`]: issuer,
    [`${beginning}__CLIENT_ID`]: CLIENT,
    [`${beginning}__DOMAINS`]: 'calderford.example',
    [`${beginning}__AUTHORITY`]: 'Calderford Council',
  };
}

async function journey(officer, expect) {
  await officer.visit('/sign-in');
  await officer.check('sign-in');
  await goTo(officer, 'Go back');
  expect.equal(officer.status, 403);
  expect.equal(await officer.heading(), 'You are not signed in');
  await officer.check('went-back');

  await officer.visit('/sign-in?next=/my/sign-ins');
  await goTo(officer, 'Go on as Rhys Bevan');
  expect.equal(await officer.heading(), 'Finish signing in');
  await officer.check('finish');
  await officer.press('Continue');
  expect.equal(officer.path(), '/my/sign-ins');
  await officer.check('sign-ins');
  await officer.visit('/my/providers');
  await officer.check('providers');
  await officer.press('Sign out', { within: 'header' });

  // An address of another domain is none that this provider may speak for.
  await officer.visit('/sign-in');
  await goTo(officer, 'Go on as a guest');
  await officer.press('Continue', { status: 403 });
  await officer.check('refused');
}

/** To the provider, which the browser is taken to by itself, and back by one of its links. */
async function goTo(officer, way) {
  const button = officer.page.getByRole('button', { name: 'Sign in with Calderford', exact: true });
  await Promise.all([officer.page.waitForURL(/\/authorize/), button.click()]);
  await Promise.all([
    officer.page.waitForURL(/\/return/),
    officer.page.getByRole('link', { name: way, exact: true }).click(),
  ]);
}

// Somebody looks at where they are signed in, and at the page that changes their address.

export const name = 'Somebody sees where they are signed in and begins to change their address';

export async function run({ links, person, expect }) {
  await person.visit(new URL(links.sme).pathname);
  await person.press('Sign in');
  await person.visit('/my/sign-ins');
  expect.equal(await person.heading(), 'Where you are signed in');
  expect.match(await person.text('main .rows li'), /This browser/);
  await person.check('sign-ins');

  await person.visit('/my/email');
  await person.check('email');
  await person.fill({ 'New email address': 'somebody@' });
  await person.press('Send a code to the new address', { status: 422 });
  await person.check('email-wrong');
  await person.fill({ 'New email address': 'somebody.else@new.example' });
  await person.press('Send a code to the new address');
  expect.equal(await person.heading(), 'Check your email');
  await person.check('email-code');
}

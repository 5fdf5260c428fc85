// Somebody changes their address, and the old one takes the change back.

import { codeFor } from '../letters.mjs';
import { linkIn, signInByCode } from '../steps.mjs';

export const name = 'Somebody changes their email address, and the change is taken back from the old one';

const OLD = 'marlon.frith@old.example';
const NEW = 'marlon.frith@new.example';

export async function run({ person, open, links, expect }) {
  const reader = await open('reader');
  await signInByCode(person, reader, links.letters, OLD);
  await person.check('my');
  await person.follow('Change your address');
  await person.check('form');
  await person.fill({ 'New email address': NEW });
  await person.press('Send a code to the new address');
  await person.fill({ 'Six-digit code': '000000' });
  await person.press('Change my address', { status: 422 });
  await person.check('wrong-code');
  await person.fill({ 'Six-digit code': await codeFor(reader, links.letters, NEW) });
  await person.press('Change my address');
  expect.equal(person.path(), '/my?done=address-changed');
  await person.check('changed');

  const owner = await open('owner');
  const undo = await linkIn(reader, links.letters, OLD, /has another email address now/, '/my/email/undo/');
  await owner.visit(undo);
  expect.equal(await owner.heading(), 'Take the change of address back?');
  await owner.check('undo');
  await owner.press('Take the change back');
  expect.equal(await owner.heading(), 'The change has been taken back');
  await owner.check('undone');
  await owner.visit(undo, { status: 410 });
  await owner.check('undo-over');
  await person.visit('/my', { status: 401 });
}

// A company says once what it is, shows a document, and is recognised when somebody else types its name.

export const name = 'A company keeps its profile, and is recognised by its name';

export async function run({ person, open, links, expect }) {
  await person.visit(links.sme);
  await person.press('Sign in');
  await person.visit('/my');
  const profile = (await person.texts('#organisations + ul a')).find((text) => text.startsWith('Profile of '));
  const company = profile.replace('Profile of ', '');
  await person.follow(profile);
  expect.equal(await person.heading(), profile);
  await person.fill({ PPON: 'PABC1234' });
  await person.press('Save the profile', { status: 422 });
  await person.check('wrong');
  await person.fill({ PPON: 'PABC-1234-DEFG', 'Products and services': 'Sensors that notice a change of gait.' });
  await person.choose('Nation or region', 'Wales');
  await person.choose('How many people work for it', '1 to 9 people');
  await person.press('Save the profile');
  await person.fill({
    'Name of the document': 'Cyber Essentials',
    Link: 'www.example.co.uk/cyber-essentials.pdf',
    'Last day on which it holds': '2020-03-31',
  });
  await person.tick('Assurance');
  await person.press('Add the document');
  expect.match(await person.text('main table'), /31 March 2020\s+Expired/);
  await person.check('profile');

  await person.follow('See who acts for it');
  await person.check('members');

  const stranger = await open('stranger');
  await holdASlot(stranger);
  await stranger.fill({
    'Company name': company.toUpperCase(),
    'Your name': 'Joe Hill',
    'Email address': 'joe@mail.example',
    'Title of your pitch': 'Something else',
    Summary: 'Told in a few words.',
  });
  await stranger.tick('Highways');
  await stranger.press('Continue');
  expect.equal(await stranger.heading(), 'Is this your company?');
  expect.match(await stranger.text('main dl'), new RegExp(company.replace(/[.*+?()]/g, '\\$&')));
  await stranger.check('same-company');
}

/** Takes the last free slot of the last day that has one: others take the first. */
async function holdASlot(person) {
  const hrefs = (selector) => person.page.locator(selector)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  await person.visit('/');
  for (const day of (await hrefs('section[aria-labelledby=upcoming] .card h3 a')).reverse()) {
    await person.visit(`${day}/slots`);
    const free = await hrefs('main a[href^="/slots/"]');
    if (free.length === 0) continue;
    await person.visit(free.at(-1));
    await person.press('Keep this slot for me');
    return;
  }
  throw new Error('no day has a free slot');
}

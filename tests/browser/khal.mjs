// khal, the calendar that somebody looks at, and vdirsyncer, which keeps it up to date with feeds.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LINE = '{start-date} {start-time} to {end-time} {title} {status}';

/** Subscribes to feeds, by their names, with programs of this folder, as long as `use` runs with what they show. */
export async function subscribe(programs, feeds, use) {
  const folder = await mkdtemp(join(tmpdir(), 'marketday-subscriber-'));
  try {
    await configure(folder, feeds);
    const run = async (program, ...words) => {
      // Whatever the developer has configured, or keeps in a calendar, stays out of it.
      const env = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder, LANG: 'C.UTF-8', TZ: 'Europe/London' };
      const { stdout } = await promisify(execFile)(join(programs, program), words, { env, cwd: folder });
      return stdout;
    };
    await run('vdirsyncer', 'discover');
    await use({
      /** Fetches the feeds, and returns a line for each entry of one whose text has these words. */
      async shows(feed, words) {
        await run('vdirsyncer', 'sync');
        const printed = await run('khal', 'search', '--include-calendar', feed, '--format', LINE, words);
        return printed.split('\n').map((line) => line.trim()).filter(Boolean).sort();
      },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes what both read, where they look for it. */
async function configure(folder, feeds) {
  const names = Object.keys(feeds);
  for (const of of ['vdirsyncer', 'khal', ...names.map((name) => join('calendars', name))]) {
    await mkdir(join(folder, of), { recursive: true });
  }
  const pairs = Object.entries(feeds).map(([name, feed]) => `
[pair ${name}]
a = "${name}_feed"
b = "${name}_kept"
collections = null
[storage ${name}_feed]
type = "http"
url = "${feed}"
[storage ${name}_kept]
type = "filesystem"
path = "${join(folder, 'calendars', name)}"
fileext = ".ics"
`);
  await writeFile(join(folder, 'vdirsyncer/config'), `[general]\nstatus_path = "${join(folder, 'status')}"\n${pairs.join('')}`);
  const calendars = names.map((name) => `[[${name}]]\npath = ${join(folder, 'calendars', name)}\n`);
  await writeFile(join(folder, 'khal/config'), `
[calendars]
${calendars.join('')}
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
`);
}

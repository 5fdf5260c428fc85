// Marketday's command line: what operators do to a running service.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** Runs the command on this database, and returns what it printed. */
export async function marketday(binary, database, ...words) {
  const environment = { ...process.env, MARKETDAY__DATABASE__URL: `sqlite:${database}` };
  const { stdout } = await promisify(execFile)(binary, words, { env: environment });
  return stdout;
}

/** Serves a Marketday of its own, empty, with these settings, as long as `use` runs with its address. */
export async function serving(binary, settings, use) {
  const folder = await mkdtemp(join(tmpdir(), 'marketday-served-'));
  const database = join(folder, 'marketday.db');
  const bind = `127.0.0.1:${await freePort()}`;
  await marketday(binary, database, 'migrate');
  const served = spawn(binary, ['serve'], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      MARKETDAY__DATABASE__URL: `sqlite:${database}`,
      MARKETDAY__HTTP__BIND: bind,
      MARKETDAY__MAIL__URL: `file://${join(folder, 'mail')}`,
      ...settings,
    },
  });
  const ended = once(served, 'exit');
  try {
    await answering(`http://${bind}/healthz`);
    await use(`http://${bind}`);
  } finally {
    served.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(address) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if ((await fetch(address).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error(`${address} does not answer after ${PATIENCE_MS / 1000} s`);
}

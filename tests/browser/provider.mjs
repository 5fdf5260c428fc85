// Another organisation's sign-in, as OpenID Connect has it: a page of its own that a browser is sent to and comes back
// from, and a token with a real signature. Its people choose who they are by a link.

import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** What Marketday is called there: a public client, so there is no secret. */
export const CLIENT = 'marketday-of-the-journeys';
const KEY = 'the-key';
const FIVE_MINUTES = 300;

/** Runs a provider with these accounts, `{ subject, email, name }`, as long as `use` runs with its address. */
export async function providing(accounts, use) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map();
  const server = createServer((request, response) => {
    answer({ request, accounts, grants, publicKey, privateKey, issuer }).then(
      ({ status = 200, type = 'application/json', headers = {}, body = '' }) => {
        response.writeHead(status, { 'content-type': type, ...headers }).end(body);
      },
      (error) => response.writeHead(400).end(JSON.stringify({ error: error.message })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  try {
    await use(issuer);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function answer({ request, accounts, grants, publicKey, privateKey, issuer }) {
  const { pathname, searchParams } = new URL(request.url, issuer);
  switch (pathname) {
    case '/.well-known/openid-configuration':
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    case '/keys':
      return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY, use: 'sig', alg: 'RS256' }] });
    case '/authorize':
      return page(choices(accounts, grants, Object.fromEntries(searchParams)));
    case '/token':
      return json(redeem(grants, await fields(request), { issuer, privateKey }));
    default:
      return { status: 404 };
  }
}

/** The ways on: as each account, each with a code of its own, or back without one. */
function choices(accounts, grants, asked) {
  const back = (answered) => {
    const url = new URL(asked.redirect_uri);
    for (const [name, value] of Object.entries({ ...answered, state: asked.state })) url.searchParams.set(name, value);
    return url.href.replaceAll('&', '&amp;');
  };
  const ways = accounts.map((account) => {
    const code = `code-${grants.size}`;
    grants.set(code, { account, asked });
    return `<p><a href="${back({ code })}">Go on as ${account.name}</a></p>`;
  });
  return `${ways.join('')}<p><a href="${back({ error: 'access_denied' })}">Go back</a></p>`;
}

/** A token for a code: once, to whoever began it (RFC 6749, section 4.1.3; RFC 7636). */
function redeem(grants, sent, { issuer, privateKey }) {
  const grant = grants.get(sent.code);
  grants.delete(sent.code);
  const proof = createHash('sha256').update(sent.code_verifier ?? '').digest('base64url');
  if (grant?.asked.code_challenge !== proof || grant.asked.redirect_uri !== sent.redirect_uri) throw new Error('invalid_grant');
  const { account, asked } = grant;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer, sub: account.subject, aud: CLIENT, iat: now, exp: now + FIVE_MINUTES, nonce: asked.nonce,
    name: account.name, email: account.email, email_verified: true,
  };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: KEY })}.${part(claims)}`;
  const seal = createSign('sha256').update(signed).sign(privateKey, 'base64url');
  return { access_token: 'not used', token_type: 'Bearer', expires_in: FIVE_MINUTES, id_token: `${signed}.${seal}` };
}

async function fields(request) {
  let body = '';
  for await (const part of request) body += part;
  return Object.fromEntries(new URLSearchParams(body));
}

function json(value) {
  return { body: JSON.stringify(value), headers: { 'cache-control': 'no-store' } };
}

function page(body) {
  const html = `<!doctype html><html lang="en"><title>Who are you?</title><link rel="icon" href="data:,"><main><h1>Who are you?</h1>${body}</main>`;
  return { type: 'text/html; charset=utf-8', body: html };
}

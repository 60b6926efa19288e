import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import {
  OPENID_CLIENT,
  startOpenIdProvider
} from '../../../../../../tests/support/openid-provider.ts';
import type { Client } from '../../../session.ts';
import { findSession } from '../../sessions/queries.ts';
import { finishOpenId, openIdFarewell } from './commands.ts';
import { beginOpenId } from './queries.ts';

/** Who signs in at the provider: its answer to « who are you? ». */
let who = { sub: 'c-1', email: 'claire@exemple.test', email_verified: true, name: 'Claire' };

const provider = await startOpenIdProvider(
  'http://localhost:3000',
  () => who,
  () => Promise.resolve({ account: who.sub })
);

Object.assign(process.env, {
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: OPENID_CLIENT.id,
  OIDC_CLIENT_SECRET: OPENID_CLIENT.secret
});

const db = await testDatabase();
const claire = await person(db, { name: 'Claire Exemple', email: 'claire@exemple.test' });
const visitor: Client = { cookie: '', userAgent: 'Test', address: '192.0.2.1' };

afterAll(() => provider.close());

beforeEach(async () => {
  who = { sub: 'c-1', email: 'claire@exemple.test', email_verified: true, name: 'Claire' };
  await sql`truncate sign_in_account, sign_in_session`.execute(db);
});

const withCookies = (cookies: readonly string[]): Client => ({
  ...visitor,
  cookie: cookies.map((one) => one.split(';')[0]).join('; ')
});

/** The browser at the provider: follows it until it sends back to Maillage. */
async function atProvider(start: string): Promise<Record<string, string>> {
  const jar = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10; hop++) {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answered = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const one of answered.headers.getSetCookie()) {
      const [name = '', value = ''] = one.split(';')[0]!.split('=');
      jar.set(name, value);
    }
    const next = answered.headers.get('location');
    if (!next) throw new Error(`${answered.status} ${await answered.text()}`);
    url = new URL(next, url).href;
    if (url.startsWith('http://localhost:3000'))
      return Object.fromEntries(new URL(url).searchParams);
  }
  throw new Error('the provider never sends back');
}

async function throughProvider(next = '/annuaire?q=clic') {
  const begun = await beginOpenId(db, visitor, next);
  const query = await atProvider(begun.url);
  const browser = withCookies(begun.cookies);
  return { browser, query, finished: await finishOpenId(db, browser, query) };
}

const sessions = async () => (await db.selectFrom('sign_in_session').select('id').execute()).length;

test('somebody known by a verified address signs in, and comes back where she was', async () => {
  const { finished } = await throughProvider();
  expect(finished).toMatchObject({ ok: true, url: '/annuaire?q=clic' });
  const session = await findSession(db, withCookies(finished.cookies));
  expect(session?.personId).toBe(claire.id);
});

test('what is sent to the provider binds the answer to this browser: state, nonce and PKCE', async () => {
  const { url } = await beginOpenId(db, visitor, '/');
  const sent = new URL(url).searchParams;
  expect(sent.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(sent.get(name)).toBeTruthy();
});

test('beginning writes nothing', async () => {
  await beginOpenId(db, visitor, '/');
  expect(await db.selectFrom('sign_in_verification').select('id').execute()).toEqual([]);
});

test('whoever comes back by the same account is recognised, even with another address', async () => {
  await throughProvider();
  who = { ...who, email: 'autre@exemple.test' };
  const { finished } = await throughProvider();
  const session = await findSession(db, withCookies(finished.cookies));
  expect(session?.personId).toBe(claire.id);
});

test('a stranger gets no account', async () => {
  who = { ...who, sub: 'x-9', email: 'personne@exemple.test' };
  const { finished } = await throughProvider();
  expect(finished).toMatchObject({ ok: false, reason: 'unknown' });
  expect(await sessions()).toBe(0);
  expect(await db.selectFrom('person').select('id').execute()).toHaveLength(1);
});

test('an address that the provider has not verified proves nothing', async () => {
  who = { ...who, sub: 'x-8', email_verified: false };
  const { finished } = await throughProvider();
  expect(finished).toMatchObject({ ok: false, reason: 'unknown' });
  expect(await sessions()).toBe(0);
  expect(await db.selectFrom('sign_in_account').select('id').execute()).toEqual([]);
});

test('a suspended account is not opened', async () => {
  await sql`update person set suspended_at = now()`.execute(db);
  const { finished } = await throughProvider();
  expect(finished.ok).toBe(false);
  expect(await sessions()).toBe(0);
  await sql`update person set suspended_at = null`.execute(db);
});

test('a forged state, another browser and no code are refused', async () => {
  const begun = await beginOpenId(db, visitor, '/');
  const query = await atProvider(begun.url);
  const browser = withCookies(begun.cookies);
  const other = withCookies((await beginOpenId(db, visitor, '/')).cookies);
  const attempts = [
    finishOpenId(db, browser, { ...query, state: 'forge' }),
    finishOpenId(db, visitor, query),
    finishOpenId(db, other, query),
    finishOpenId(db, browser, {})
  ];
  for (const attempt of await Promise.all(attempts)) expect(attempt.ok).toBe(false);
  expect(await sessions()).toBe(0);
});

test('an answer played again opens nothing', async () => {
  const { browser, query } = await throughProvider();
  expect(await finishOpenId(db, browser, query)).toMatchObject({ ok: false });
  expect(await sessions()).toBe(1);
});

test('what would let Maillage act in her name at the provider is not kept', async () => {
  await throughProvider();
  await throughProvider();
  const account = await db.selectFrom('sign_in_account').selectAll().executeTakeFirstOrThrow();
  expect(account).toMatchObject({ access_token: null, refresh_token: null, account_id: 'c-1' });
});

test('signing out tells where the provider ends its own session', async () => {
  const { finished } = await throughProvider();
  const client = withCookies(finished.cookies);
  const { url } = await openIdFarewell(db, client);
  expect(url).toContain(`${provider.issuer}/session/end`);
  expect(new URL(url).searchParams.get('post_logout_redirect_uri')).toContain('/deconnexion');
  expect(await findSession(db, client)).toBeNull();
});

test('the return never leads to another site', async () => {
  const { finished } = await throughProvider('//ailleurs.example');
  expect(finished).toMatchObject({ ok: true, url: '/mon-espace' });
});

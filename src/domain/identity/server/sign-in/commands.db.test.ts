import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import {
  askedBy,
  lastMailTo,
  refused,
  signedIn,
  visitor
} from '../../../../../tests/support/sign-in.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import { prolongSession, signOut } from '../sessions/commands.ts';
import { findSession } from '../sessions/queries.ts';
import * as commands from './commands.ts';
import { signInByLink } from './commands.ts';
import { isLinkAlive } from './queries.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const claire = await person(db, { name: 'Claire Exemple', email: 'claire@exemple.test' });
const email = 'claire@exemple.test';

// Without the delay that hides who has an account; one test measures it.
const requestSignIn: typeof commands.requestSignIn = (...[executor, client, input]) =>
  commands.requestSignIn(executor, client, input, 0);
const signInByCode: typeof commands.signInByCode = (...[executor, client, input]) =>
  commands.signInByCode(executor, client, input, 0);

beforeEach(async () => {
  await sql`truncate throttle, mail_message, sign_in_verification, sign_in_session cascade`.execute(
    db
  );
});

const asked = (next?: string) => askedBy(db, email, next);
const lastMail = (to = email) => lastMailTo(db, to);
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('one message, with a link and a code', () => {
  test('the link signs in, and the person is recognised by her cookie', async () => {
    const { token, subject, erase_once_sent } = await asked();
    expect(subject).toContain('connecter');
    expect(erase_once_sent).toBe(true);
    const client = signedIn(await signInByLink(db, visitor, token));
    expect(await findSession(db, client)).toMatchObject({ personId: claire.id });
  });

  test('the code signs in, whatever spaces are typed around it by the form', async () => {
    const { code } = await asked();
    const client = signedIn(await signInByCode(db, visitor, { email, code }));
    expect(await findSession(db, client)).toMatchObject({ personId: claire.id });
  });

  test('the link says where to go next, inside this site only', async () => {
    expect((await asked('/annuaire?q=clic')).text_body).toContain('suite=%2Fannuaire%3Fq%3Dclic');
    expect((await asked('//ailleurs.example')).text_body).not.toContain('ailleurs');
  });

  test('neither the link nor the code is kept: reading the tables signs nobody in', async () => {
    const { token, code } = await asked();
    const rows = await db.selectFrom('sign_in_verification').selectAll().execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});

describe('used once', () => {
  test('the link burns itself and its code', async () => {
    const { token, code } = await asked();
    signedIn(await signInByLink(db, visitor, token));
    expect(await signInByLink(db, visitor, token)).toEqual(refused);
    expect(await signInByCode(db, visitor, { email, code })).toEqual(refused);
  });

  test('the code burns itself and its link', async () => {
    const { token, code } = await asked();
    signedIn(await signInByCode(db, visitor, { email, code }));
    expect(await signInByCode(db, visitor, { email, code })).toEqual(refused);
    expect(await signInByLink(db, visitor, token)).toEqual(refused);
  });

  test('a new request burns what was sent before', async () => {
    const before = await asked();
    const { token } = await asked();
    expect(await signInByLink(db, visitor, before.token)).toEqual(refused);
    if (before.code !== (await lastMail()).code)
      expect(await signInByCode(db, visitor, { email, code: before.code })).toEqual(refused);
    signedIn(await signInByLink(db, visitor, token));
  });

  test('pressed ten times at the same instant, the link opens one session', async () => {
    const { token, code } = await asked();
    const outcomes = await Promise.all([
      ...Array.from({ length: 5 }, () => signInByLink(db, visitor, token)),
      ...Array.from({ length: 5 }, () => signInByCode(db, visitor, { email, code }))
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.selectFrom('sign_in_session').select('id').execute()).toHaveLength(1);
  });

  test('after fifteen minutes neither serves', async () => {
    const { token, code } = await asked();
    const { rows } = await sql<{ minutes: number }>`
      select extract(epoch from max(expires_at) - now()) / 60 as minutes
      from sign_in_verification`.execute(db);
    expect(rows[0]!.minutes).toBeGreaterThan(14);
    expect(rows[0]!.minutes).toBeLessThanOrEqual(15);
    await sql`update sign_in_verification set expires_at = now() - interval '1 second'`.execute(db);
    expect(await isLinkAlive(db, token, new Date())).toBe(false);
    expect(await signInByLink(db, visitor, token)).toEqual(refused);
    expect(await signInByCode(db, visitor, { email, code })).toEqual(refused);
  });

  test('looking at a link any number of times uses nothing', async () => {
    const { token } = await asked();
    for (let i = 0; i < 20; i++) expect(await isLinkAlive(db, token, new Date())).toBe(true);
    signedIn(await signInByLink(db, visitor, token));
  });
});

describe('who guesses', () => {
  test('five wrong codes burn the right one', async () => {
    const { code } = await asked();
    for (let i = 0; i < 5; i++)
      expect(await signInByCode(db, visitor, { email, code: wrong(code) })).toEqual(refused);
    expect(await signInByCode(db, visitor, { email, code })).toEqual(refused);
  });

  test('four wrong codes do not: the person only mistyped', async () => {
    const { code } = await asked();
    for (let i = 0; i < 4; i++) await signInByCode(db, visitor, { email, code: wrong(code) });
    signedIn(await signInByCode(db, visitor, { email, code }));
  });

  test('ten codes in a quarter of an hour is too many for a mailbox, from whatever addresses', async () => {
    const attempt = (i: number) =>
      signInByCode(db, { ...visitor, address: `192.0.2.${i}` }, { email, code: '000000' });
    for (let i = 0; i < 10; i++) expect(await attempt(i)).toEqual(refused);
    expect(await attempt(11)).toMatchObject({ reason: 'too-many', minutes: expect.any(Number) });
  });

  test('five requests in a quarter of an hour is too many for a mailbox: it is not flooded', async () => {
    for (let i = 0; i < 5; i++) await asked();
    const outcome = await requestSignIn(db, visitor, { email, next: '/' });
    expect(outcome).toMatchObject({ ok: false, reason: 'too-many' });
    expect(await db.selectFrom('mail_message').select('id').execute()).toHaveLength(5);
  });
});

describe('who is known', () => {
  const stranger = 'personne@exemple.test';

  test('the answer is the same for a stranger, who alone learns that she has no account', async () => {
    const known = await requestSignIn(db, visitor, { email, next: '/' });
    const unknown = await requestSignIn(db, visitor, { email: stranger, next: '/' });
    expect(unknown).toEqual(known);
    const mail = await lastMail(stranger);
    expect(mail.text_body).toContain('Aucun compte');
    expect(mail.token + mail.code).toBe('');
    expect(await db.selectFrom('person').select('id').execute()).toHaveLength(1);
  });

  test('a stranger is written to once a day', async () => {
    for (let i = 0; i < 3; i++) await requestSignIn(db, visitor, { email: stranger, next: '/' });
    expect(await db.selectFrom('mail_message').select('id').execute()).toHaveLength(1);
  });

  test('answering takes as long for a stranger', async () => {
    const time = async (to: string) => {
      const start = performance.now();
      await commands.requestSignIn(db, visitor, { email: to, next: '/' });
      return performance.now() - start;
    };
    // Each waits the same fixed delay, far above the work: none may answer before.
    expect(await time(email)).toBeGreaterThan(390);
    expect(await time(stranger)).toBeGreaterThan(390);
  });

  test('guessing a code for a stranger is refused as for somebody known, for ever', async () => {
    await asked();
    for (let i = 0; i < 7; i++) {
      const one = await signInByCode(db, visitor, { email, code: '000000' });
      const other = await signInByCode(db, visitor, { email: stranger, code: '000000' });
      expect(other).toEqual(one);
    }
  });

  test('a suspended account opens no session, with a link asked for before too', async () => {
    const { token } = await asked();
    await sql`update person set suspended_at = now() where email = ${email}`.execute(db);
    expect(await signInByLink(db, visitor, token)).toEqual(refused);
    await requestSignIn(db, visitor, { email, next: '/' });
    expect((await lastMail()).text_body).toContain('fermé');
    await sql`update person set suspended_at = null where email = ${email}`.execute(db);
  });
});

describe('the session', () => {
  const open = async () => {
    const { token } = await asked();
    const outcome = await signInByLink(db, visitor, token);
    return { client: signedIn(outcome), cookies: outcome.ok ? outcome.cookies : [] };
  };

  test('its cookie is out of reach of scripts and of other sites, for thirty days', async () => {
    const { cookies } = await open();
    expect(cookies).toHaveLength(1);
    for (const word of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000'])
      expect(cookies[0]).toContain(word);
  });

  test('a cookie kept after signing out serves no more', async () => {
    const { client } = await open();
    await signOut(db, client);
    expect(await findSession(db, client)).toBeNull();
    expect(await prolongSession(db, client)).not.toContain('session_token=ey');
  });

  test('a token without its signature, or with another, is nobody', async () => {
    const { client } = await open();
    const [name, value = ''] = client.cookie.split('=');
    const [token, signature = ''] = decodeURIComponent(value).split('.');
    const forged = [
      `${token}`,
      `${token}.`,
      `${token}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`
    ];
    for (const cookie of forged)
      expect(
        await findSession(db, { ...client, cookie: `${name}=${encodeURIComponent(cookie)}` })
      ).toBeNull();
  });

  test('reading changes nothing, even on the eve of its end; what she does prolongs it', async () => {
    const { client } = await open();
    await sql`update sign_in_session set expires_at = now() + interval '1 day'`.execute(db);
    const before = await db.selectFrom('sign_in_session').selectAll().execute();
    await findSession(db, client);
    expect(await db.selectFrom('sign_in_session').selectAll().execute()).toEqual(before);
    expect((await prolongSession(db, client)).join()).toContain('Max-Age=2592000');
    const [after] = await db.selectFrom('sign_in_session').selectAll().execute();
    expect(after!.expires_at.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
  });

  test('past its end it is nobody’s', async () => {
    const { client } = await open();
    await sql`update sign_in_session set expires_at = now() - interval '1 second'`.execute(db);
    expect(await findSession(db, client)).toBeNull();
  });
});

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { askedBy, refused, signedIn, visitor } from '../../../../../../tests/support/sign-in.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { Forbidden } from '#shared/errors.ts';
import { operator } from '../../../model.ts';
import { findSession } from '../../sessions/queries.ts';
import { signInByLink } from '../commands.ts';
import { makeSignInLink } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const here = operator('ligne de commande');
const email = 'claire@exemple.test';
const claire = await person(db, { name: 'Claire Exemple', email });

beforeEach(async () => {
  await sql`truncate throttle, mail_message, sign_in_verification, sign_in_session cascade`.execute(
    db
  );
});

test('signs in once, and burns what was sent before', async () => {
  const sent = await askedBy(db, email);
  const token = await makeSignInLink(db, here, email);
  expect(await signInByLink(db, visitor, sent.token)).toEqual(refused);
  const client = signedIn(await signInByLink(db, visitor, token!));
  expect(await findSession(db, client)).toMatchObject({ personId: claire.id });
  expect(await signInByLink(db, visitor, token!)).toEqual(refused);
});

test('no message leaves, and the trace says who was let in without the link', async () => {
  const token = await makeSignInLink(db, here, email);
  expect(await db.selectFrom('mail_message').select('id').execute()).toEqual([]);
  const trace = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('action', '=', 'person.make-sign-in-link')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  expect(trace).toMatchObject({ actor_label: 'ligne de commande', target_id: claire.id });
  expect(JSON.stringify(trace)).not.toContain(token);
});

test('is not made for a stranger, nor for a closed account', async () => {
  expect(await makeSignInLink(db, here, 'personne@exemple.test')).toBeNull();
  await sql`update person set suspended_at = now() where id = ${claire.id}`.execute(db);
  expect(await makeSignInLink(db, here, email)).toBeNull();
  await sql`update person set suspended_at = null where id = ${claire.id}`.execute(db);
});

test('is not given to whoever administers: nobody enters as somebody else from a page', async () => {
  const administrator = { ...claire, administrator: true };
  const asking = makeSignInLink(db, administrator, email);
  await expect(asking).rejects.toBeInstanceOf(Forbidden);
});

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { profileInput } from '../../forms.ts';
import { operator, VISITOR } from '../../model.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { openSession, revokeOtherSessions, revokeSession } from '../sessions/commands.ts';
import { findSession, listSessions } from '../sessions/queries.ts';
import { confirmAddressChange, requestAddressChange, updateProfile } from './commands.ts';
import { getProfile } from './queries.ts';

const db = await testDatabase();
const claire = await person(db, { name: 'Claire Exemple', email: 'claire@exemple.test' });
const noe = await person(db, { name: 'Noé Gabarit', email: 'noe@exemple.test' });

const input = (given: object) =>
  profileInput.parse({
    name: 'Claire Exemple',
    profession: '',
    phone: '',
    phoneVisibility: 'nobody',
    ...given
  });

beforeEach(async () => {
  await sql`truncate throttle, mail_message, sign_in_verification, sign_in_session cascade`.execute(
    db
  );
  await sql`update person set email = 'claire@exemple.test' where id = ${claire.id}`.execute(db);
});

async function mailTo(address: string) {
  const mail = await db
    .selectFrom('mail_message')
    .select('text_body')
    .where('recipient', '=', address)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return mail?.text_body ?? null;
}

const codeIn = (text: string | null) => /Code\s:\s(\d{6})/.exec(text ?? '')?.[1] ?? '';

describe('what a person says of herself', () => {
  test('showing her number is a consent of the day, and hiding it ends it', async () => {
    await updateProfile(db, claire, input({ phone: '05 36 49 01 02', phoneVisibility: 'members' }));
    const shown = await getProfile(db, claire);
    expect(shown).toMatchObject({ phone: '0536490102', phoneVisibility: 'members' });
    expect(shown.phoneConsentAt).toMatch(/^\d{4}-\d\d-\d\d$/);
    await updateProfile(db, claire, input({ phone: '0536490102' }));
    expect((await getProfile(db, claire)).phoneConsentAt).toBeNull();
  });

  test('the trace says which fields changed, never what they hold', async () => {
    await updateProfile(db, claire, input({ phone: '0536490199' }));
    const entry = await db
      .selectFrom('audit_entry')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ action: 'person.update', person_id: claire.id });
    expect(JSON.stringify(entry.detail)).toBe('{"changed":["phone"]}');
  });

  test('a number to show is asked for, and nothing but a number is taken', () => {
    const parsed = (given: object) =>
      profileInput.safeParse({ name: 'Claire', profession: '', phone: '', ...given }).success;
    expect(parsed({ phoneVisibility: 'public' })).toBe(false);
    expect(parsed({ phone: 'demander', phoneVisibility: 'nobody' })).toBe(false);
    expect(parsed({ phone: '0536490102', phoneVisibility: 'amis' })).toBe(false);
    expect(parsed({ phone: '0536490102', phoneVisibility: 'public' })).toBe(true);
  });

  test('a visitor and the operator have no profile', async () => {
    for (const actor of [VISITOR, operator('test')]) {
      await expect(getProfile(db, actor)).rejects.toThrow('compte');
      await expect(updateProfile(db, actor, input({}))).rejects.toThrow('compte');
      await expect(requestAddressChange(db, actor, 'x@exemple.test')).rejects.toThrow('compte');
      await expect(confirmAddressChange(db, actor, '000000')).rejects.toThrow('compte');
      await expect(listSessions(db, actor, null)).rejects.toThrow('compte');
      await expect(revokeSession(db, actor, 'x')).rejects.toThrow('compte');
    }
  });
});

describe('changing one’s address', () => {
  test('the code sent to the new one changes it, and the former one is told', async () => {
    await requestAddressChange(db, claire, 'claire.nouvelle@exemple.test');
    const code = codeIn(await mailTo('claire.nouvelle@exemple.test'));
    const outcome = await confirmAddressChange(db, claire, code);
    expect(outcome).toEqual({ ok: true, email: 'claire.nouvelle@exemple.test' });
    expect((await getProfile(db, claire)).email).toBe('claire.nouvelle@exemple.test');
    expect(await mailTo('claire@exemple.test')).toContain('autre adresse');
    expect(await confirmAddressChange(db, claire, code)).toMatchObject({ ok: false });
  });

  test('the code of one person changes nothing of another', async () => {
    await requestAddressChange(db, claire, 'claire.nouvelle@exemple.test');
    const code = codeIn(await mailTo('claire.nouvelle@exemple.test'));
    expect(await confirmAddressChange(db, noe, code)).toMatchObject({ ok: false });
    await requestAddressChange(db, noe, 'claire.nouvelle@exemple.test');
    expect(await confirmAddressChange(db, noe, code)).toMatchObject({ ok: false });
  });

  test('somebody else’s address is not taken, and the answer does not tell that it is hers', async () => {
    const free = await requestAddressChange(db, claire, 'libre@exemple.test');
    expect(await requestAddressChange(db, claire, 'noe@exemple.test')).toEqual(free);
    expect(await mailTo('noe@exemple.test')).toBeNull();
  });

  test('five wrong codes burn the right one', async () => {
    await requestAddressChange(db, claire, 'claire.nouvelle@exemple.test');
    const code = codeIn(await mailTo('claire.nouvelle@exemple.test'));
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) await confirmAddressChange(db, claire, wrong);
    expect(await confirmAddressChange(db, claire, code)).toMatchObject({ ok: false });
  });
});

describe('where one is signed in', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  const open = async (who: typeof claire) => {
    const client = { cookie: '', userAgent: firefox, address: '192.0.2.7' };
    const opened = await openSession(db, client, who.id);
    return { ...client, cookie: opened!.cookies.map((one) => one.split(';')[0]).join('; ') };
  };

  test('the list names devices and says which one is here', async () => {
    const [here] = [await open(claire), await open(claire), await open(noe)];
    const list = await listSessions(db, claire, await findSession(db, here));
    expect(list.map(({ device }) => device)).toEqual([
      'Firefox sur Windows',
      'Firefox sur Windows'
    ]);
    expect(list.filter(({ current }) => current)).toHaveLength(1);
  });

  test('a session that is closed is nobody’s at once; another person’s cannot be closed', async () => {
    const hers = await open(claire);
    const his = await open(noe);
    const { id } = (await findSession(db, his))!;
    expect(await revokeSession(db, claire, id)).toBe(false);
    expect(await revokeSession(db, claire, "' or true --")).toBe(false);
    expect(await findSession(db, his)).not.toBeNull();
    expect(await revokeSession(db, claire, (await findSession(db, hers))!.id)).toBe(true);
    expect(await findSession(db, hers)).toBeNull();
  });

  test('closing the others leaves this one, and those of other people', async () => {
    const [here, there, his] = [await open(claire), await open(claire), await open(noe)];
    expect(await revokeOtherSessions(db, claire, await findSession(db, here))).toBe(1);
    const alive = await Promise.all([here, there, his].map((one) => findSession(db, one)));
    expect(alive.map((one) => one !== null)).toEqual([true, false, true]);
  });
});

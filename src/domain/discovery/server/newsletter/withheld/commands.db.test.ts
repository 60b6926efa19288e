import { beforeEach, describe, expect, test } from 'vitest';
import { decideRetained, getReportable, listRetained, reportContent } from '#app/withholding.ts';
import { loadActor } from '#app/actor.ts';
import { VISITOR, type Actor, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { NewsletterId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { beginNewsletter, writeNewsletter } from '../commands.ts';
import { getLedNewsletter } from '../queries.ts';
import { getLetter, listLetters } from '../reading/queries.ts';
import { reviseLetter, sendNewsletter } from '../sending/commands.ts';

const db = await testDatabase();
const NOW = new Date('2026-12-01T09:00:00Z');
/** A word that is nowhere else. */
const SECRET = 'Zygomatique';
let number = 0;
let which: { readonly territory: TerritoryId; readonly month: string };
let animator: PersonActor;
let member: PersonActor;
let id: NewsletterId;

beforeEach(async () => {
  for (const table of ['mail_message', 'audit_entry', 'withholding'] as const)
    await db.deleteFrom(table).execute();
  const territory = (await aTerritory(db, `ici-${(number += 1)}`)).id;
  which = { territory, month: '2026-11' };
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  await beginNewsletter(db, animator, territory, '2026-11');
  const begun = await getLedNewsletter(db, animator, which);
  id = begun.id;
  const words = { kind: 'words' as const, id: null, title: SECRET, text: SECRET, href: '' };
  const input = {
    ...{ subject: `Merci à ${SECRET}`, introduction: `Pour ${SECRET}.` },
    ...{ visibility: 'public' as const, items: [words] }
  };
  await writeNewsletter(db, animator, id, { input, version: begun.version, reread: true });
});

const send = () => sendNewsletter(db, animator, id, { version: 2, now: NOW });
const report = (actor: Actor) =>
  reportContent(...([db, actor, { kind: 'newsletter', key: String(id) }] as const), {
    address: `192.0.2.${number}`
  });
const read = (actor: Actor) => getLetter(db, actor, which);
const waiting = async () => (await listRetained(db, animator, which.territory)).waiting;

describe('a letter that is reported', () => {
  test('is read by nobody but who decides, and leaves to nobody any more', async () => {
    await send();
    const key = `newsletter:${id}:${member.id}`;
    expect(await reviseLetter(db, key, loadActor)).not.toBeNull();
    expect(await report(VISITOR)).toMatchObject({ ok: true, isNew: true });
    for (const actor of [VISITOR, member]) {
      await expect(read(actor)).rejects.toThrow(NotFound);
      expect(await listLetters(db, actor, which.territory)).toEqual([]);
    }
    expect(await read(animator)).toMatchObject({ hidden: true, subject: `Merci à ${SECRET}` });
    expect(await reviseLetter(db, key, loadActor)).toBeNull();
  });

  test('is named by its month alone, and its words are for who decides', async () => {
    await send();
    await db.deleteFrom('mail_message').execute();
    await report(member);
    const found = await getReportable(db, VISITOR, { kind: 'newsletter', key: String(id) });
    expect(found.label).toBe('Lettre de novembre 2026');
    const mails = await db.selectFrom('mail_message').select(['subject', 'text_body']).execute();
    expect(mails).toHaveLength(1);
    expect(JSON.stringify([found, mails])).not.toContain(SECRET);
    expect(JSON.stringify((await waiting())[0]!.texts)).toContain(SECRET);
  });

  test('shown again, is read again', async () => {
    await send();
    await report(member);
    await decideRetained(db, animator, (await waiting())[0]!.withholding, 'restore');
    expect((await read(VISITOR)).subject).toContain(SECRET);
  });

  test('erased, says it nowhere any more: nor the log, nor the messages that are kept', async () => {
    await send();
    await report(member);
    const { withholding } = (await waiting())[0]!;
    await expect(decideRetained(db, member, withholding, 'remove')).rejects.toThrow(Forbidden);
    const kept = async () =>
      JSON.stringify([
        await db.selectFrom('newsletter').selectAll().where('id', '=', id).execute(),
        await db.selectFrom('audit_entry').selectAll().execute(),
        await db.selectFrom('mail_message').selectAll().execute()
      ]);
    expect((await kept()).split(SECRET).length).toBeGreaterThan(5);
    await decideRetained(db, animator, withholding, 'remove');
    expect(await kept()).not.toContain(SECRET);
    const letters = await db
      .selectFrom('mail_message')
      .select(['status', 'subject'])
      .where('kind', '=', 'newsletter')
      .execute();
    expect(new Set(letters.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ status: 'cancelled', subject: 'Lettre effacée' })])
    );
    expect(await read(VISITOR)).toMatchObject({ subject: 'Lettre effacée', items: [] });
  });

  test('that was not sent, or is for members, is not named to others', async () => {
    for (const actor of [VISITOR, member, animator])
      await expect(report(actor)).rejects.toThrow(NotFound);
    await send();
    await db.updateTable('newsletter').set({ visibility: 'members' }).execute();
    await expect(report(VISITOR)).rejects.toThrow(NotFound);
    for (const key of ['', 'x', '1.5', '-3', '999999999'])
      await expect(getReportable(db, animator, { kind: 'newsletter', key })).rejects.toThrow(
        NotFound
      );
  });
});

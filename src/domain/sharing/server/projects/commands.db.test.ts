import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { NO_FILTER } from '../../projects.ts';
import { answerInterest, sayInterested, withdrawInterest } from '../interests/commands.ts';
import { getAskedInterest } from '../interests/links/queries.ts';
import { findOwnInterest, listInterests } from '../interests/queries.ts';
import { listNeeds } from '../needs/queries.ts';
import { settleNeed } from '../needs/commands.ts';
import { removeContribution } from '../publishing/commands.ts';
import { openProject } from './commands.ts';
import { listProjects } from './queries.ts';

const db = await testDatabase();
const now = new Date('2026-11-20T09:00:00Z');
const SECRET = 'nous avons une salle le jeudi';
const IDEA = { stage: 'idea', startsOn: null, endsOn: null } as const;
let turn = 0;

async function aNetwork() {
  const territory = (await aTerritory(db, `projets-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const name = (who: string) => ({ name: `${who} ${turn}`, email: `${who}${turn}@exemple.test` });
  return {
    territory,
    author: await person(db, { roles, ...name('autrice') }),
    reader: await person(db, { roles, ...name('lectrice') }),
    stranger: await person(db)
  };
}

const mails = (kind: string) =>
  db
    .selectFrom('mail_message')
    .select(['recipient', 'reply_to', 'text_body', 'erase_once_sent'])
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .execute();

describe('opening a project', () => {
  test('it is published with what it looks for, found and looked for again', async () => {
    const { territory, author, reader } = await aNetwork();
    const needs = [{ kind: 'place', text: 'Une salle' }] as const;
    const input = { territory, title: 'Un café', details: IDEA };
    const opened = await openProject(db, author, input, { needs, publishedAt: now });
    if (!opened.ok) throw new Error(opened.reason);
    const filter = { ...NO_FILTER, territory, need: 'place' } as const;
    const list = () => listProjects(db, reader, filter, { page: 1, size: 10 });
    expect((await list()).projects[0]?.needs).toMatchObject([{ kind: 'place', text: 'Une salle' }]);
    const need = (await listNeeds(db, [opened.id])).get(opened.id)![0]!.id;
    await settleNeed(db, author, opened.id, need, { now, isMet: true });
    expect((await list()).total).toBe(0);
    await settleNeed(db, author, opened.id, need, { now, isMet: false });
    expect((await list()).total).toBe(1);
    await expect(settleNeed(db, reader, opened.id, need, { now, isMet: true })).rejects.toThrow(
      Forbidden
    );
  });

  test('a need that may name somebody leaves nothing written before it is read again', async () => {
    const { territory, author } = await aNetwork();
    const needs = [{ kind: 'skills', text: 'NIR 2 42 03 82 112 005 71' }] as const;
    const input = { territory, title: 'Rien ne reste', details: IDEA };
    expect(await openProject(db, author, input, { needs, publishedAt: now })).toMatchObject({
      ok: false,
      reason: 'second-reading'
    });
    const kept = db.selectFrom('contribution').selectAll().where('title', '=', 'Rien ne reste');
    expect(await kept.execute()).toEqual([]);
  });
});

describe('« Ça m’intéresse »', () => {
  test('those who write the project are told once, nobody reads an address, and nothing is kept', async () => {
    const { territory, author, reader } = await aNetwork();
    const { id } = await aContribution(db, { territory, author: author.id });
    const say = () => sayInterested(db, reader, id, { message: SECRET }, { now });
    expect(await say()).toEqual({ ok: true, written: true });
    expect(await say()).toEqual({ ok: true, written: false });
    const [mail, ...others] = (await mails('interest')).filter(
      ({ recipient }) => recipient === `autrice${turn}@exemple.test`
    );
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ reply_to: '', erase_once_sent: true });
    expect(mail!.text_body).toContain(SECRET);
    expect(mail!.text_body).not.toContain(`lectrice${turn}@`);
    const rows = [
      await db.selectFrom('interest').selectAll().execute(),
      await db.selectFrom('audit_entry').selectAll().execute()
    ];
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });

  test('the link of the message answers once in her name; taken back, it serves no more', async () => {
    const { territory, author, reader } = await aNetwork();
    const { id } = await aContribution(db, { territory, author: author.id });
    await sayInterested(db, reader, id, { message: '' }, { now });
    const [mail] = await mails('interest');
    const token = /\/interet\/(\S+)/.exec(mail!.text_body ?? '')![1]!;
    const asked = await getAskedInterest(db, token, now);
    expect(asked).toMatchObject({ carrier: author.id, project: id });
    const answer = { message: 'Voyons-nous jeudi.' };
    expect(await answerInterest(db, author, asked.interest, answer, { now })).toEqual({
      ...{ ok: true, already: false }
    });
    expect(await answerInterest(db, author, asked.interest, answer, { now })).toEqual({
      ...{ ok: true, already: true }
    });
    const [answered] = await mails('interest-answer');
    expect(answered).toMatchObject({ recipient: `lectrice${turn}@exemple.test`, reply_to: '' });
    expect(answered!.text_body).not.toContain(`autrice${turn}@`);
    await withdrawInterest(db, reader, id, now);
    expect(await findOwnInterest(db, id, reader.id)).toBeNull();
    expect(await listInterests(db, id)).toEqual([]);
    await expect(getAskedInterest(db, token, now)).rejects.toThrow(NotFound);
    await expect(answerInterest(db, author, asked.interest, answer, { now })).rejects.toThrow(
      NotFound
    );
  });

  test('a link is of one person, expires, and opens nothing once she writes the project no more', async () => {
    const { territory, author, reader } = await aNetwork();
    const { id } = await aContribution(db, { territory, author: author.id });
    await sayInterested(db, reader, id, { message: '' }, { now });
    const token = /\/interet\/(\S+)/.exec((await mails('interest'))[0]!.text_body ?? '')![1]!;
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    await expect(getAskedInterest(db, forged, now)).rejects.toThrow(NotFound);
    const late = new Date(now.getTime() + 61 * 86_400_000);
    await expect(getAskedInterest(db, token, late)).rejects.toThrow(NotFound);
    await db.deleteFrom('membership').where('person_id', '=', author.id).execute();
    await expect(getAskedInterest(db, token, now)).rejects.toThrow(NotFound);
  });

  test('only members say it, of what they read and did not write', async () => {
    const { territory, author, reader, stranger } = await aNetwork();
    const { id } = await aContribution(db, { territory, author: author.id });
    const open = await aContribution(db, { territory, author: author.id, visibility: 'public' });
    const draft = await aContribution(db, { territory, author: author.id, status: 'draft' });
    const say = (who: Parameters<typeof sayInterested>[1], project: typeof id) =>
      sayInterested(db, who, project, { message: '' }, { now });
    await expect(say(author, id)).rejects.toThrow(Forbidden);
    await expect(say(stranger, id)).rejects.toThrow(NotFound);
    await expect(say(VISITOR, open.id)).rejects.toThrow(Forbidden);
    await expect(say(stranger, open.id)).rejects.toThrow(Forbidden);
    await expect(say(reader, draft.id)).rejects.toThrow(NotFound);
    await removeContribution(db, author, id, { now });
    await expect(say(reader, id)).rejects.toThrow(NotFound);
  });
});

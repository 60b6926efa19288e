import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { composeDigest } from '#domain/discovery/server/digest/mails.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { getContribution, listContributions } from '#domain/sharing/server/queries.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { addReply } from '#domain/sharing/server/replies/commands.ts';
import { writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { aContribution } from '../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { decideRetained, getReportable, listRetained, reportContent } from './withholding.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'ici')).id;
const roles = [{ territory, role: 'member' as const }];
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
const author = await person(db, { roles });
const member = await person(db, { roles });
const reader = await person(db, { roles });
const stranger = await person(db);

/** A word that is nowhere else. */
const SECRET = 'Zygomatique';
let id: ContributionId;
let slug: string;
let reply: number;
let number = 0;

beforeEach(async () => {
  number += 1;
  ({ id, slug } = await aContribution(db, {
    ...{ territory, author: author.id, visibility: 'public', kind: 'experience' },
    ...{ slug: `le-cas-zygomatique-${number}`, title: `Le cas ${SECRET}`, summary: SECRET },
    details: { contact: `Chez ${SECRET}` }
  }));
  const written = await writeContribution(db, author, id, {
    ...{ texts: { context: `Il était une fois ${SECRET}` } },
    carriers: [{ label: `Association ${SECRET}`, structure: null }]
  });
  if (!written.ok) throw new Error(written.reason);
  reply = await aReply('answer');
  await sql`insert into reply_version (reply_id, version, body) values (${reply}, 1, ${SECRET})`.execute(
    db
  );
  const item = {
    kind: 'experience',
    id,
    title: `Le cas ${SECRET}`,
    text: SECRET,
    href: `/x/${slug}`
  };
  await sql`insert into newsletter (territory_id, month, subject, items) values (${territory}, '2026-11-01', 'Novembre',
    ${JSON.stringify([item, { ...item, id: 0, title: 'Autre', text: '', href: '' }])})
    on conflict (territory_id, month) do update set items = excluded.items`.execute(db);
  await sql`insert into experience_reuse (contribution_id, person_id, outcome) values (${id}, ${member.id}, ${SECRET})`.execute(
    db
  );
  await db.deleteFrom('audit_entry').execute();
  const said = {
    action: 'contribution.write',
    target: { kind: 'contribution', id, label: SECRET }
  };
  await recordAudit(db, author, { ...said, territory });
});

async function aReply(kind: 'answer' | 'review'): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`insert into reply (contribution_id, kind, body, author_id)
    values (${id}, ${kind}, ${`Comme ${SECRET}`}, ${member.id}) returning id`.execute(db);
  return rows[0]!.id;
}

const report = (actor: Actor, kind: string, key: number) =>
  reportContent(db, actor, { kind, key: String(key) }, { address: `192.0.2.${number}` });
const waiting = async (kind: string, key: number) =>
  (await listRetained(db, animator, territory)).waiting.find(
    (one) => one.kind === kind && one.id === String(key)
  )!;
const kept = async () => {
  const { rows } = await sql<{ all: string }>`
    select concat((select json_agg(x) from contribution x where id = ${id}), (select json_agg(x.items) from newsletter x),
      (select json_agg(x) from contribution_version x where contribution_id = ${id}),
      (select json_agg(x) from contribution_structure x where contribution_id = ${id}),
      (select json_agg(x) from experience x where contribution_id = ${id}),
      (select json_agg(x) from experience_reuse x where contribution_id = ${id}),
      (select json_agg(x) from reply x where contribution_id = ${id}), (select json_agg(x) from audit_entry x),
      (select json_agg(v) from reply_version v join reply r on r.id = v.reply_id where r.contribution_id = ${id})) as all`.execute(
    db
  );
  return rows[0]!.all;
};

const logged = async () => {
  const rows = await db.selectFrom('audit_entry').select(['action', 'target_label']).execute();
  return rows.map(({ action, target_label: label }) => [action, label]);
};

describe('a contribution that is reported', () => {
  test('is read by nobody but those who wrote it and who decides', async () => {
    expect(await report(VISITOR, 'contribution', id)).toMatchObject({ ok: true, isNew: true });
    for (const actor of [VISITOR, member, stranger]) {
      await expect(getContribution(db, actor, { id })).rejects.toThrow(NotFound);
      expect(JSON.stringify(await listContributions(db, actor, {}))).not.toContain(
        `zygomatique-${number}"`
      );
    }
    for (const actor of [author, animator])
      expect((await getContribution(db, actor, { id })).slug).toBe(slug);
  });

  test('is named by its day alone: neither the page of the report nor a mail says a word of it', async () => {
    await report(VISITOR, 'contribution', id);
    const found = await getReportable(db, VISITOR, { kind: 'contribution', key: String(id) });
    expect(found.label).toMatch(/^Retour d’expérience du /);
    expect(JSON.stringify(found)).not.toMatch(/zygomatique/i);
    const mails = await db.selectFrom('mail_message').select(['subject', 'text_body']).execute();
    expect(JSON.stringify(mails)).not.toMatch(/zygomatique/i);
    expect(JSON.stringify((await waiting('contribution', id)).texts)).toContain(SECRET);
  });

  test('shown again, is read again', async () => {
    await report(member, 'contribution', id);
    await decideRetained(db, animator, (await waiting('contribution', id)).withholding, 'restore');
    expect((await getContribution(db, VISITOR, { id })).title).toContain(SECRET);
  });

  test('erased, says it nowhere any more, its address included', async () => {
    expect(await kept()).toMatch(/zygomatique/i);
    await report(member, 'contribution', id);
    const { withholding } = await waiting('contribution', id);
    for (const actor of [member, author])
      await expect(decideRetained(db, actor, withholding, 'remove')).rejects.toThrow(Forbidden);
    await decideRetained(db, animator, withholding, 'remove');
    expect(await kept()).not.toMatch(/zygomatique/i);
    expect(await kept()).toContain('Autre');
    expect(await logged()).toContainEqual([
      'contribution.write',
      expect.stringMatching(/^Retour d’expérience du /)
    ]);
    await expect(getContribution(db, VISITOR, { id })).rejects.toThrow(NotFound);
    expect((await getContribution(db, author, { id })).removalReason).toBe(
      'Ce texte parlait d’une personne.'
    );
  });

  test('erased, says it neither in the log nor in the messages, those that wait included', async () => {
    await publish(db, author, id, new Date());
    await writeContribution(db, author, id, { summary: 'Autre chose' });
    const said = { body: 'Merci de ce retour.' };
    await addReply(db, member, id, said, { kind: 'comment' });
    const other = { kind: 'reply', to: { address: 'autre@exemple.test' }, html: '' };
    await queueMail(db, { ...other, subject: 'On vous écrit : Un autre', text: 'Un autre' });
    const traces = async () => {
      const { rows } = await sql<{
        all: string;
      }>`select concat((select json_agg(x) from audit_entry x),
        (select json_agg(x) from mail_message x where recipient = ${`${author.id}@exemple.test`})) as all`.execute(
        db
      );
      return rows[0]!.all;
    };
    expect(await traces()).toContain(`Le cas ${SECRET}`);
    await report(member, 'contribution', id);
    await decideRetained(db, animator, (await waiting('contribution', id)).withholding, 'remove');
    const { rows } = await sql<{ status: string; said: string }>`
      select status, concat(subject, text_body, html_body) as said from mail_message
      where kind = 'reply' order by id desc limit 2`.execute(db);
    expect(rows.map(({ status }) => status)).toEqual(['queued', 'cancelled']);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    const labels = await db
      .selectFrom('audit_entry')
      .select('target_label')
      .where('target_kind', '=', 'contribution')
      .where('target_id', '=', String(id))
      .execute();
    expect(labels.length).toBeGreaterThan(2);
    expect(JSON.stringify(labels)).not.toContain(SECRET);
  });

  test('of no kind, whatever the address says, does not exist', async () => {
    for (const kind of ['constructor', '__proto__', 'toString', 'autre', ''])
      await expect(getReportable(db, animator, { kind, key: '1' })).rejects.toThrow(NotFound);
  });

  test('that one may not read is not named', async () => {
    await db
      .updateTable('contribution')
      .set({ visibility: 'members' })
      .where('id', '=', id)
      .execute();
    for (const actor of [VISITOR, stranger])
      await expect(report(actor, 'contribution', id)).rejects.toThrow(NotFound);
    for (const key of ['', 'x', '1.5', '-3', '999999999'])
      await expect(getReportable(db, animator, { kind: 'contribution', key })).rejects.toThrow(
        NotFound
      );
  });
});

describe('a reply that is reported', () => {
  test('is hidden alone, and erased with what it said before', async () => {
    await report(VISITOR, 'reply', reply);
    expect((await getContribution(db, VISITOR, { id })).replyCount).toBe(0);
    const one = await waiting('reply', reply);
    expect(JSON.stringify(one.texts)).toContain(SECRET);
    expect(one.label).not.toContain(SECRET);
    await decideRetained(db, animator, one.withholding, 'remove');
    const { rows } = await sql<{
      all: string;
    }>`select concat((select json_agg(x) from reply x where id = ${reply}),
      (select json_agg(x) from reply_version x where reply_id = ${reply})) as all`.execute(db);
    expect(rows[0]!.all).not.toContain(SECRET);
    expect((await getContribution(db, VISITOR, { id })).title).toContain(SECRET);
  });

  test('erased, is in no digest that left, whatever it said before; the others stay', async () => {
    const other = 'Bravo pour ce retour.';
    const items = [`Comme ${SECRET}`, SECRET, other].map((text) => ({
      ...{ key: 'answer:1', kind: 'answer' as const, title: 'Une réponse', text, href: '/partage' },
      ...{
        at: new Date(),
        territory: { slug: 'ici', name: 'Ici' },
        reason: { kind: 'written' as const }
      }
    }));
    for (const [at, item] of items.entries()) {
      const to = { name: '', email: `lecture-${at}@exemple.test` };
      const digest = composeDigest(to, {
        key: `digest:${number}${at}`,
        items: [item],
        answers: new Map()
      });
      await queueMail(db, digest);
    }
    await sql`update mail_message set status = 'sent' where kind = 'digest'`.execute(db);
    await report(VISITOR, 'reply', reply);
    await decideRetained(db, animator, (await waiting('reply', reply)).withholding, 'remove');
    const { rows } = await sql<{ text: string | null }>`
      select text_body as text from mail_message where kind = 'digest' order by id`.execute(db);
    expect(rows.map(({ text }) => text !== null)).toEqual([false, false, true]);
    expect(rows[2]!.text).toContain(other);
  });

  test('of a review, is named by those who write and review only', async () => {
    const review = await aReply('review');
    for (const actor of [VISITOR, reader])
      await expect(report(actor, 'reply', review)).rejects.toThrow(NotFound);
    expect(await report(author, 'reply', review)).toMatchObject({ ok: true });
  });
});

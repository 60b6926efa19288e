import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { passOnQuestions } from '#domain/sharing/server/calls/jobs.ts';
import { remindOwners } from '#domain/sharing/server/documents/reminders/jobs.ts';
import {
  answerInterest,
  sayInterested,
  withdrawInterest
} from '#domain/sharing/server/interests/commands.ts';
import { tellMentions } from '#domain/sharing/server/mentions/jobs.ts';
import { remindBeforeExpiry } from '#domain/sharing/server/opportunities/jobs.ts';
import { askCoAuthor, leaveCoAuthors, sayReady } from '#domain/sharing/server/people/commands.ts';
import { removeContribution, unpublish } from '#domain/sharing/server/publishing/commands.ts';
import { addReply, removeReply } from '#domain/sharing/server/replies/commands.ts';
import { askWhatBecame } from '#domain/sharing/server/reuse/jobs.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import type { ContributionId, InterestId, MailId } from '#shared/ids.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import { aContribution } from '../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { FROM } from '../../tests/support/delivery.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { startMailbox } from '../../tests/support/mailbox.ts';
import { loadDefaultVocabulary } from './demo.ts';
import { REVISIONS, stillTold } from './revisions.ts';

process.env['MAILLAGE_SECRET'] ??= 'un secret assez long pour cet essai';
const db = await testDatabase();
await loadDefaultVocabulary(db);
const here = (await aTerritory(db, 'ici')).id;
const NOW = new Date();
const LATER = new Date(NOW.getTime() + 600_000);
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const SOON = addDays(civilTime(NOW, 'Europe/Paris').slice(0, 10), 5);
const { code: theme } = await db.selectFrom('theme').select('code').executeTakeFirstOrThrow();
/** A word that is nowhere else. */
const SECRET = 'Zygomatique';

const someone = (name: string, role: 'member' | 'animator' = 'member') =>
  person(db, {
    name,
    email: `${name.toLowerCase()}@reseau.internal`,
    roles: [{ territory: here, role }]
  });
let author: PersonActor;
let member: PersonActor;
let animator: PersonActor;

beforeEach(async () => {
  for (const table of ['mail_message', 'contribution', 'withholding', 'person'] as const)
    await db.deleteFrom(table).execute();
  author = await someone('Alix');
  member = await someone('Bao');
  animator = await someone('Salome', 'animator');
});

const aPage = (
  kind: 'project' | 'experience' | 'question' | 'opportunity' | 'document',
  more = {}
) =>
  aContribution(db, {
    ...{
      territory: here,
      author: author.id,
      kind,
      title: `Le cas ${SECRET}`,
      publishedAt: days(-30)
    },
    ...more
  });

/** Every message that quotes what somebody shares, written as it is in the life of a network. */
async function everything(): Promise<void> {
  const project = await aPage('project');
  const draft = await aPage('experience', { status: 'draft' });
  const experience = await aPage('experience');
  await aPage('question', { themes: [theme] });
  // She may know: she has shared something of the same theme.
  await aPage('project', { themes: [theme], author: member.id });
  await aPage('opportunity', { details: { expiresOn: SOON } });
  await aPage('document', { details: { expiresOn: SOON } });
  await addReply(db, member, project.id, { body: 'Bravo @Alix.' }, { kind: 'comment' });
  await askCoAuthor(db, author, draft.id, { person: member.id, role: 'reviewer' });
  await sayReady(db, member, draft.id, { isReady: true, now: NOW });
  await sayInterested(db, member, project.id, { message: '' }, { now: NOW });
  const { rows } = await sql<{ id: InterestId }>`select id from interest`.execute(db);
  await answerInterest(db, author, rows[0]!.id, { message: 'Appelez-moi jeudi.' }, { now: NOW });
  await sql`insert into experience_reuse (contribution_id, person_id, status, updated_at)
    values (${experience.id}, ${member.id}, 'ongoing', ${days(-300)})`.execute(db);
  await tellMentions(db, LATER);
  await passOnQuestions(db, NOW);
  await remindBeforeExpiry(db, NOW);
  await remindOwners(db, NOW);
  await askWhatBecame(db, NOW);
}

/** Hands over what waits, as the job does. */
async function receive(stands = stillTold) {
  const mailbox = await startMailbox();
  const settings = {
    smtpUrl: mailbox.url,
    from: FROM,
    keepBodies: false,
    revisions: REVISIONS,
    stands
  };
  const waiting = await db
    .selectFrom('mail_message')
    .select('id')
    .where('status', '=', 'queued')
    .execute();
  for (const { id } of waiting)
    await deliverMail(db, id as MailId, settings, { worker: 'essai', now: NOW });
  return mailbox.messages.map(({ mail }) => `${mail.subject ?? ''}\n${mail.text ?? ''}`);
}

const kinds = async () => {
  const rows = await db
    .selectFrom('mail_message')
    .select(['kind', 'about'])
    .orderBy('kind')
    .execute();
  return rows.map(({ kind, about }) => `${kind} ${about.split(':')[0]}`);
};
const kept = async () =>
  JSON.stringify(
    await db.selectFrom('mail_message').select(['subject', 'text_body', 'html_body']).execute()
  );
const hide = (id: number, kind = 'contribution') =>
  sql`insert into withholding (content_kind, content_id) values (${kind}, ${String(id)})`.execute(
    db
  );

const ALL = [
  ...['co-writing contribution', 'co-writing-ready contribution', 'document-review contribution'],
  ...['interest interest', 'interest-answer contribution', 'mention reply'],
  ...[
    'opportunity-expiry contribution',
    'question-call contribution',
    'question-waiting contribution'
  ],
  ...['reply replies', 'reuse-news contribution']
];

describe('a message that waits', () => {
  test('says what it is about, whatever it tells of what is shared, and leaves while it is read', async () => {
    await everything();
    expect([...new Set(await kinds())]).toEqual(ALL);
    const left = await receive();
    expect(left).toHaveLength((await kinds()).length);
    for (const said of left) expect(said).toContain(SECRET);
  });

  test('of a page hidden meanwhile does not leave, and keeps none of its words', async () => {
    await everything();
    const { rows } = await sql<{ id: number }>`select id from contribution`.execute(db);
    for (const { id } of rows) await hide(id);
    expect(await receive()).toEqual([]);
    expect(await kept()).not.toContain(SECRET);
  });

  test('of a page taken off meanwhile does not leave', async () => {
    await everything();
    const { rows } = await sql<{ id: ContributionId }>`select id from contribution`.execute(db);
    for (const { id } of rows)
      await removeContribution(db, animator, id, { now: NOW, reason: 'Hors sujet.' });
    expect(await receive()).toEqual([]);
  });

  test('would leave if nobody asked, so the tests above see what they say they see', async () => {
    await everything();
    const { rows } = await sql<{ id: ContributionId }>`select id from contribution`.execute(db);
    for (const { id } of rows)
      await removeContribution(db, animator, id, { now: NOW, reason: 'Hors sujet.' });
    expect((await receive(() => Promise.resolve(true))).length).toBeGreaterThan(ALL.length - 1);
  });
});

describe('who reads it no more', () => {
  test('is not told of a draft she was taken off, nor of a page that was closed again', async () => {
    const draft = await aPage('experience', { status: 'draft' });
    await askCoAuthor(db, author, draft.id, { person: member.id, role: 'writer' });
    await leaveCoAuthors(db, author, draft.id, member.id);
    const page = await aPage('project');
    await addReply(db, author, page.id, { body: 'Vois @Bao.' }, { kind: 'comment' });
    await tellMentions(db, LATER);
    await unpublish(db, author, page.id);
    expect(await receive()).toEqual([]);
  });

  test('since she left the network, is told nothing of it', async () => {
    await everything();
    await db.deleteFrom('membership').where('person_id', '=', member.id).execute();
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from mail_message
      where recipient <> 'bao@reseau.internal'`.execute(db);
    expect(await receive()).toHaveLength(rows[0]!.count);
  });
});

describe('words taken back', () => {
  test('tell nobody whom they named, nor that they were said, unless others said more that day', async () => {
    const page = await aPage('project');
    const said = await addReply(
      db,
      member,
      page.id,
      { body: 'Vois @Salome.' },
      { kind: 'comment' }
    );
    if (!said.ok) throw new Error('refused');
    await tellMentions(db, LATER);
    await removeReply(db, member, said.reply, { now: NOW });
    expect(await kinds()).toEqual(['mention reply', 'reply replies']);
    await addReply(db, animator, page.id, { body: 'Je m’en occupe.' }, { kind: 'comment' });
    const left = await receive();
    const subjects = left.map((said) => said.split(SECRET)[0]);
    expect([...new Set(subjects)]).toEqual(['On vous écrit à propos de\u00a0: Le cas ']);
  });

  test('alone that day, are told to nobody; an interest neither', async () => {
    const page = await aPage('project');
    const said = await addReply(
      db,
      member,
      page.id,
      { body: 'Je me trompe.' },
      { kind: 'comment' }
    );
    if (!said.ok) throw new Error('refused');
    await hide(said.reply, 'reply');
    await sayInterested(db, member, page.id, { message: 'Moi aussi.' }, { now: NOW });
    await withdrawInterest(db, member, page.id, NOW);
    expect(await kinds()).toEqual(['interest interest', 'reply replies']);
    expect(await receive()).toEqual([]);
    expect(await kept()).not.toContain('Moi aussi');
  });
});

import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createStructure } from '../commands.ts';
import { getRevision, getStructure } from '../queries.ts';
import { reportByLink } from '../suggestions/own-link/commands.ts';
import { listSuggestions } from '../suggestions/queries.ts';
import { askCampaign } from './campaign/commands.ts';
import { countCampaign, listCampaign, previewCampaign } from './campaign/queries.ts';
import { confirmByLink, confirmOnBehalf } from './commands.ts';
import { askForConfirmations } from './jobs.ts';
import { confirmationToken } from './mails.ts';
import { getConfirmationLink } from './queries.ts';
import { openRequests } from './requests/commands.ts';

const admin = operator('test');
const db = await testDatabase();
const NOW = new Date('2027-03-01T09:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const sender = { address: '192.0.2.1', reread: false };
const LIST = { page: 1, perPage: 50 };

let territory: Territory;
let id: StructureId;
let animator: PersonActor;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
});

beforeEach(async () => {
  for (const table of ['structure', 'mail_message', 'person', 'throttle'])
    await sql`delete from ${sql.table(table)}`.execute(db);
  id = await aFiche('CLIC', { email: 'clic@exemple.test' });
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

function aFiche(name: string, given: Partial<Parameters<typeof aStructure>[0]> = {}) {
  return createStructure(
    db,
    admin,
    aStructure({
      name,
      slug: name.toLowerCase(),
      territories: [territory.slug],
      confirmedAt: later(-300).toISOString(),
      ...given
    })
  );
}

/** Asks, and gives the token of the link that was sent. */
async function asked(structure = id): Promise<string> {
  await db.transaction().execute((tx) => openRequests(tx, [structure], NOW));
  const { id: request } = await db
    .selectFrom('confirmation_request')
    .select('id')
    .where('structure_id', '=', structure)
    .executeTakeFirstOrThrow();
  return confirmationToken(request);
}

const confirmations = async () => {
  const kind = 'confirmed';
  const rows = await db
    .selectFrom('structure_history')
    .select('actor_label')
    .where('kind', '=', kind)
    .execute();
  return rows.map((row) => row.actor_label);
};

describe('the link of « toujours juste ? »', () => {
  it('confirms by its button: dated, in the history, in the revision, and nothing else changes', async () => {
    const token = await asked();
    const before = { ...(await getStructure(db, 'clic')), revision: await getRevision(db) };
    expect(await confirmByLink(db, VISITOR, token, later(1))).toEqual({ ok: true, again: false });
    const { revision, ...fiche } = before;
    expect(await getStructure(db, 'clic')).toEqual({
      ...fiche,
      confirmedAt: later(1).toISOString(),
      confirmedBy: 'la structure',
      reliability: 'confirmed'
    });
    expect(await getRevision(db)).toBeGreaterThan(revision);
    expect(await confirmations()).toEqual(['la structure, par le lien reçu']);
  });

  it('pressed twice, even at once, confirms once and says thank you both times', async () => {
    const token = await asked();
    const press = () => confirmByLink(db, VISITOR, token, later(1));
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map((one) => one.ok && one.again).toSorted()).toEqual([false, true, true]);
    expect(await confirmations()).toHaveLength(1);
    expect(await confirmByLink(db, VISITOR, token, later(50))).toEqual({ ok: true, again: true });
  });

  it('visited by a mail scanner, changes nothing', async () => {
    const token = await asked();
    const state = () =>
      sql`select (select json_agg(s) from structure s) as s, (select json_agg(r) from confirmation_request r) as r,
        (select json_agg(h) from structure_history h) as h`
        .execute(db)
        .then(({ rows }) => rows);
    const before = await state();
    for (let visit = 0; visit < 3; visit += 1) await getConfirmationLink(db, token, later(visit));
    expect(await state()).toEqual(before);
  });

  it('is stored nowhere as it is, and is the same in the reminders', async () => {
    const token = await asked();
    const stored = await sql`select json_agg(r) as all from confirmation_request r`.execute(db);
    expect(JSON.stringify(stored.rows)).not.toContain(token);
    await askForConfirmations(db, later(14));
    const mails = await db.selectFrom('mail_message').select('text_body').execute();
    expect(mails.map((mail) => mail.text_body?.includes(token))).toEqual([true, true]);
  });

  it('too old, replaced or invented, does nothing', async () => {
    const token = await asked();
    expect(await confirmByLink(db, VISITOR, token, later(61))).toEqual({
      ok: false,
      reason: 'over'
    });
    await sql`update confirmation_request set answered_at = ${NOW}, answer = 'superseded'`.execute(
      db
    );
    expect(await confirmByLink(db, VISITOR, token, later(1))).toEqual({
      ok: false,
      reason: 'over'
    });
    await expect(confirmByLink(db, VISITOR, 'x'.repeat(32), NOW)).rejects.toBeInstanceOf(NotFound);
    expect(await confirmations()).toEqual([]);
  });

  it('tells the animators what changed without changing the fiche, and ends the reminders', async () => {
    const token = await asked();
    const said = { part: 'hours' as const, text: 'Ouvert le samedi', ...sender };
    expect(await reportByLink(db, VISITOR, token, said, later(1))).toMatchObject({ ok: true });
    expect(await reportByLink(db, VISITOR, token, said, later(1))).toEqual({
      ok: false,
      reason: 'over'
    });
    const [waiting] = await listSuggestions(db, animator, { territory: territory.id });
    expect(waiting).toMatchObject({
      kind: 'change',
      assignedTo: 'animator',
      error: { ownLink: true }
    });
    const before = await db
      .selectFrom('mail_message')
      .select('id')
      .where('kind', '=', 'confirmation')
      .execute();
    for (const day of [15, 29]) await askForConfirmations(db, later(day));
    const after = await db
      .selectFrom('mail_message')
      .select('id')
      .where('kind', '=', 'confirmation')
      .execute();
    expect(after).toHaveLength(before.length);
  });

  it('a closure said by link waits for somebody to check it', async () => {
    const token = await asked();
    await reportByLink(
      db,
      VISITOR,
      token,
      { part: 'closed', text: 'Depuis juin', ...sender },
      later(1)
    );
    expect((await getStructure(db, 'clic')).status).toBe('active');
  });
});

describe('the campaign of an animator', () => {
  it('counts and lists each fiche in one state, those that need somebody first', async () => {
    await aFiche('Neuve', { confirmedAt: later(-10).toISOString() });
    await aFiche('Seule');
    await aFiche('Sollicitée', { slug: 'sollicitee', email: 's@exemple.test' }).then(asked);
    expect(await countCampaign(db, territory.id, NOW)).toEqual({
      total: 4,
      fresh: 1,
      waiting: 1,
      overdue: 1,
      nobody: 1
    });
    const { items, total } = await listCampaign(db, territory.id, LIST, NOW);
    expect([total, items.map(({ name, status }) => `${name} ${status}`)]).toEqual([
      4,
      ['CLIC overdue', 'Seule nobody', 'Sollicitée waiting', 'Neuve fresh']
    ]);
    const nobody = await listCampaign(db, territory.id, { ...LIST, status: 'nobody' }, NOW);
    expect(nobody.items.map(({ name }) => name)).toEqual(['Seule']);
    expect(JSON.stringify(items)).not.toContain('@');
  });

  it('previews exactly what leaves, and says why the others are left aside', async () => {
    const alone = await aFiche('Seule');
    await person(db, { referentOf: [id], email: 'une@exemple.test' });
    await person(db, { referentOf: [id], email: 'deux@exemple.test' });
    const choice = { territory: territory.id, structures: [id, alone] };
    const preview = await previewCampaign(db, animator, choice, NOW);
    expect([preview.messages, preview.asked.length]).toEqual([2, 1]);
    expect(preview.left.map(({ reason }) => reason)).toEqual([
      'personne à qui écrire : ni référent·e, ni courriel'
    ]);
    expect(await askCampaign(db, animator, choice, NOW)).toEqual({ ok: true, messages: 2 });
  });

  it('asks again after three days, not before, and never twice when pressed twice at once', async () => {
    const choice = { territory: territory.id, structures: [id] };
    const sent = async (now: Date) => {
      const both = await Promise.all([
        askCampaign(db, animator, choice, now),
        askCampaign(db, animator, choice, now)
      ]);
      return both.reduce((sum, one) => sum + (one.ok ? one.messages : 0), 0);
    };
    expect([await sent(NOW), await sent(later(2)), await sent(later(4))]).toEqual([1, 0, 1]);
  });

  it('reaches only the fiches of the territory, and only its animators may', async () => {
    const elsewhere = await createStructure(
      db,
      admin,
      aStructure({ name: 'Ailleurs', email: 'a@exemple.test' })
    );
    const choice = { territory: territory.id, structures: [elsewhere] };
    expect(await askCampaign(db, animator, choice, NOW)).toEqual({ ok: true, messages: 0 });
    const member = await person(db, {
      roles: [{ territory: territory.id, role: 'member' }],
      referentOf: [id]
    });
    for (const actor of [VISITOR, member])
      await expect(askCampaign(db, actor, choice, NOW)).rejects.toBeInstanceOf(Forbidden);
  });

  it('a confirmation heard by telephone is kept with how, without the name of anyone on the fiche', async () => {
    const heard = { origin: 'phone' as const, note: 'le secrétariat', reread: false };
    expect(await confirmOnBehalf(db, animator, id, heard, NOW)).toEqual({ ok: true });
    const fiche = await getStructure(db, 'clic');
    expect([fiche.confirmedAt, fiche.confirmedBy]).toEqual([
      NOW.toISOString(),
      'la structure, par téléphone'
    ]);
    const { items } = await listCampaign(db, territory.id, LIST, NOW);
    expect(items[0]?.lastAnswer?.by).toBe('Camille Exemple, par téléphone : le secrétariat');
    await expect(confirmOnBehalf(db, VISITOR, id, heard, NOW)).rejects.toBeInstanceOf(Forbidden);
    const about = { ...heard, note: 'Mme Durand, née le 12/03/1941' };
    expect(await confirmOnBehalf(db, animator, id, about, NOW)).toMatchObject({
      ok: false,
      reason: 'second-reading'
    });
  });
});

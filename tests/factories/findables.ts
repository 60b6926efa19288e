import { createStructure } from '#domain/directory/server/commands.ts';
import { withholdStructure } from '#domain/directory/server/withheld/commands.ts';
import { operator, type Actor } from '#domain/identity/model.ts';
import { CONTRIBUTION_KINDS } from '#domain/sharing/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from './contributions.ts';
import { anEvent } from './events.ts';
import { ALL, LEADERS, NETWORK, NOBODY, someoneOfEach, WRITERS, type Role } from './finders.ts';
import { twoNetworks } from './networks.ts';
import { person } from './people.ts';
import { aPlan, aSheet } from './plans.ts';
import { aStructure } from './structures.ts';

/** A word that is written in one place only, and who finds that place by it. */
export interface Secret {
  readonly what: string;
  readonly word: string;
  readonly sees: readonly Role[];
}

/** Something of every kind, in every state that hides it from some: each holds a word of its own. */
export async function everythingToFind(db: Database) {
  const { here, elsewhere, structure } = await twoNetworks(db);
  const actors = await someoneOfEach(db, here.id, elsewhere.id, structure);
  const secrets: Secret[] = [];
  const secret = (what: string, sees: readonly Role[]): string => {
    const word = wordOf(secrets.length);
    secrets.push({ what, word, sees });
    return word;
  };
  const place: Place = { db, here: here.id, elsewhere: elsewhere.id, structure, actors, secret };
  await contributions(place);
  await said(place);
  await editions(place);
  await plans(place);
  await members(place);
  await fiches(place);
  return { ...place, secrets };
}

interface Place {
  readonly db: Database;
  readonly here: TerritoryId;
  readonly elsewhere: TerritoryId;
  readonly structure: StructureId;
  readonly actors: Readonly<Record<Role, Actor>>;
  readonly secret: (what: string, sees: readonly Role[]) => string;
}

/** Who answers for the structure that pilots, of the network or not. */
const PILOTS: readonly Role[] = ['referent', 'pilot'];

/** Nine letters that look like no other word: an error in one does not make another. */
function wordOf(number: number): string {
  const letters = 'bdfgklmprtvz';
  let seed = (number + 1) * 2654435761;
  return Array.from({ length: 10 }, (_, at) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return at % 2 === 0
      ? letters[Math.floor(seed / 65536) % 12]!
      : 'aeiou'[Math.floor(seed / 65536) % 5]!;
  }).join('');
}

const idOf = (actor: Actor): PersonId => (actor as Extract<Actor, { kind: 'person' }>).id;

async function contributions({ db, here, elsewhere, structure, actors, secret }: Place) {
  for (const kind of CONTRIBUTION_KINDS) {
    const made = (title: string, traits: object = {}) =>
      aContribution(db, {
        ...{ kind, territory: here, title, author: idOf(actors.author), carriers: [structure] },
        ...traits
      });
    await made(secret(`${kind}, public`, ALL), { visibility: 'public' });
    await made(secret(`${kind}, for members`, NETWORK));
    await made(secret(`${kind}, elsewhere, for members`, ['foreigner', 'administrator']), {
      territory: elsewhere
    });
    const draft = await made(secret(`${kind}, draft`, WRITERS), { status: 'draft' });
    await db
      .insertInto('contribution_person')
      .values({
        contribution_id: draft.id,
        person_id: idOf(actors.reviewer),
        role: 'reviewer'
      })
      .execute();
    for (const [what, row] of [
      ['draft taken off', { removed_at: new Date() }],
      ['draft of another', { author_id: null }]
    ] as const) {
      const { id } = await made(secret(`${kind}, ${what}`, NOBODY), {
        ...{ status: 'draft', visibility: 'public', carriers: [] }
      });
      await db.updateTable('contribution').set(row).where('id', '=', id).execute();
    }
    const removed = await made(secret(`${kind}, taken off`, NOBODY), { visibility: 'public' });
    await db
      .updateTable('contribution')
      .set({ removed_at: new Date() })
      .where('id', '=', removed.id)
      .execute();
    const hidden = await made(secret(`${kind}, hidden`, NOBODY), { visibility: 'public' });
    await hide(db, 'contribution', hidden.id);
  }
  await aContribution(db, {
    ...{ kind: 'opportunity', territory: here, visibility: 'public' },
    ...{ title: secret('an opportunity that is over', NOBODY) },
    details: { expiresOn: '2020-01-31' }
  });
  const steps = secret('a heading that an express form does not show', NOBODY);
  const context = secret('a heading that it shows', ALL);
  await aContribution(db, {
    ...{ kind: 'experience', territory: here, visibility: 'public', texts: { steps, context } }
  });
}

/** Answers, and the text of documents. */
async function said({ db, here, actors, secret }: Place) {
  const question = await aContribution(db, {
    ...{ kind: 'question', territory: here, visibility: 'public', title: 'Qui dépanne ?' }
  });
  const reply = async (body: string, more: object = {}) => {
    const row = {
      ...{ contribution_id: question.id, kind: 'answer', body, author_id: idOf(actors.author) },
      ...more
    };
    const { id } = await db
      .insertInto('reply')
      .values(row)
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  await reply(secret('an answer', NETWORK));
  await reply(secret('an answer taken off', NOBODY), { removed_at: new Date() });
  await reply(secret('the remark of a reviewer', NOBODY), { kind: 'review', heading: 'body' });
  await hide(db, 'reply', await reply(secret('a hidden answer', NOBODY)));
  const file = (contribution: number, number: number, text: string) =>
    db
      .insertInto('document_version')
      .values({
        ...{ contribution_id: contribution, number, text, file_name: `f${number}.pdf`, size: 1 },
        ...{ media_type: 'application/pdf', sha256: 'x', storage_key: `k${contribution}-${number}` }
      })
      .execute();
  const shared = await aContribution(db, { kind: 'document', territory: here, title: 'Un guide' });
  await file(shared.id, 1, secret('the text of an earlier version', NOBODY));
  await file(shared.id, 2, secret('the text of a document', NETWORK));
  const draft = await aContribution(db, {
    ...{ kind: 'document', territory: here, status: 'draft', author: idOf(actors.author) }
  });
  await file(draft.id, 1, secret('the text of a draft', ['author']));
}

async function editions({ db, here, elsewhere, actors, secret }: Place) {
  const edition = (title: string, traits: Parameters<typeof anEvent>[2] = {}, territory = here) =>
    anEvent(db, territory, { title, ...traits });
  await edition(secret('an edition', ALL));
  await edition(secret('an edition for members', NETWORK), { visibility: 'members' });
  await edition(
    secret('an edition of another network', ['foreigner', 'administrator']),
    { visibility: 'members' },
    elsewhere
  );
  await edition(secret('an edition that its link opens', NOBODY), { visibility: 'link' });
  await edition(secret('a draft edition', LEADERS), { status: 'draft' });
  await edition(
    secret('a draft edition elsewhere', ['administrator']),
    { status: 'draft', visibility: 'link' },
    elsewhere
  );
  const prepared = await edition(secret('a draft edition of a team', ['organiser', ...LEADERS]), {
    status: 'draft'
  });
  await db
    .insertInto('event_team_member')
    .values({ event_id: prepared.id, person_id: idOf(actors.organiser), role: 'organiser' })
    .execute();
  const { id } = await edition('Une rencontre');
  const texts = {
    summary: secret('the summary of a hidden edition', NOBODY),
    description: secret('the text of a hidden edition', NOBODY),
    online_url: `https://${secret('where one joins online', NOBODY)}.test`
  };
  await db.updateTable('event').set(texts).where('id', '=', id).execute();
  await hide(db, 'event', id);
}

async function plans({ db, here, structure, secret }: Place) {
  const titled = async (title: string, traits: object = {}) => {
    const { plan } = await aPlan(db, { territory: here, ...traits });
    await db.updateTable('plan').set({ title }).where('id', '=', plan).execute();
    return plan;
  };
  const pilots = [{ structure }];
  const open = await titled(secret('a plan', ALL));
  await titled(secret('a plan for members', NETWORK), { visibility: 'members' });
  const draft = await titled(secret('a draft plan', LEADERS), { status: 'draft' });
  await aSheet(db, {
    plan: draft,
    pilots,
    title: secret('a sheet of a draft plan', [...PILOTS, ...LEADERS])
  });
  let number = 0;
  const sheet = (title: string, traits: object = {}) =>
    aSheet(db, { plan: open, number: String((number += 1)), title, ...traits });
  await sheet(secret('a sheet', ALL));
  await sheet(secret('a sheet for members', NETWORK), { visibility: 'members' });
  await sheet(secret('a sheet for its pilots', [...PILOTS, ...LEADERS]), {
    ...{ visibility: 'pilots', pilots }
  });
  const removed = await sheet(secret('a sheet taken off', NOBODY));
  await db
    .updateTable('action_sheet')
    .set({ removed_at: new Date() })
    .where('id', '=', removed)
    .execute();
  const hidden = await sheet('Une fiche', {
    texts: { stakes: [secret('the text of a hidden sheet', NOBODY)] }
  });
  await hide(db, 'action-sheet', hidden);
  const shown = await sheet('Une autre fiche', {
    texts: { stakes: [secret('a heading', ALL)], brakes: [secret('a hidden heading', NOBODY)] }
  });
  await db
    .insertInto('plan_heading')
    .values({ plan_id: open, key: 'brakes', label: 'Freins', hidden: true, position: 90 })
    .execute();
  await db
    .updateTable('action_sheet')
    .set({ remainder: secret('what an import could not place', NOBODY) })
    .where('id', '=', shown)
    .execute();
  await db
    .insertInto('action_sheet_note')
    .values({ sheet_id: shown, kind: 'comment', body: secret('a comment', NOBODY) })
    .execute();
}

async function members({ db, here, elsewhere, secret }: Place) {
  const someone = (name: string, role: 'member' | 'reception', territory = here, traits = {}) =>
    person(db, { name, roles: [{ territory, role }], ...traits });
  await someone(secret('a member', NETWORK), 'member', here, {
    email: `${secret('an address', NOBODY)}@exemple.test`
  });
  await someone(secret('who only welcomes', NOBODY), 'reception');
  await someone(secret('a member elsewhere', ['foreigner', 'administrator']), 'member', elsewhere);
  const suspended = await someone(secret('a suspended account', NOBODY), 'member');
  await db
    .updateTable('person')
    .set({ suspended_at: new Date() })
    .where('id', '=', suspended.id)
    .execute();
  for (const status of ['asked', 'refused', 'left']) {
    const gone = await someone(secret(`a membership that is ${status}`, NOBODY), 'member');
    await db
      .updateTable('membership')
      .set({ status, motive: secret(`why, ${status}`, NOBODY) })
      .where('person_id', '=', gone.id)
      .execute();
  }
}

async function fiches({ db, secret }: Place) {
  const admin = operator('test');
  const contact = (visibility: 'members' | 'nobody') => ({
    ...{ name: secret(`a contact for ${visibility}`, NOBODY), visibility },
    consentAt: '2026-01-01'
  });
  await createStructure(
    db,
    admin,
    aStructure({
      name: secret('a structure', ALL),
      territories: ['ici'],
      contacts: [contact('members'), contact('nobody')]
    })
  );
  const hidden = await createStructure(
    db,
    admin,
    aStructure({ name: 'Un lieu', territories: ['ici'], summary: secret('a hidden fiche', NOBODY) })
  );
  await withholdStructure(db, admin, String(hidden));
}

async function hide(db: Database, kind: string, id: number) {
  await db
    .insertInto('withholding')
    .values({ content_kind: kind, content_id: String(id) })
    .execute();
}

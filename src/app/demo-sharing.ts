import { readFileSync } from 'node:fs';
import { loadActor } from '#app/actor.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { FollowTarget } from '#domain/discovery/follows.ts';
import { setFollow } from '#domain/discovery/server/follows/commands.ts';
import { CONTRIBUTION_KINDS, type ContributionKind } from '#domain/sharing/model.ts';
import type { ReplyKind, ThanksKind } from '#domain/sharing/replies.ts';
import type { ReuseStatus } from '#domain/sharing/reuse.ts';
import { resolveQuestion } from '#domain/sharing/server/asking/commands.ts';
import { addVersion } from '#domain/sharing/server/documents/commands.ts';
import { needInput } from '#domain/sharing/needs.ts';
import { addNeeds, settleNeed } from '#domain/sharing/server/needs/commands.ts';
import { askCoAuthor } from '#domain/sharing/server/people/commands.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { addReply, thank } from '#domain/sharing/server/replies/commands.ts';
import { sayReused } from '#domain/sharing/server/reuse/commands.ts';
import { createContribution, writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { ContributionId, EventId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import { linkSheets } from './demo-linked-sheets.ts';
import { loadNewsletter } from './demo-newsletter.ts';
import { loadPairing } from './demo-pairing.ts';
import file from '../../demo/sharing.json' with { type: 'json' };

const ZONE = 'Europe/Paris';
const DAY_MS = 86_400_000;
const FILES = new URL('../../demo/documents/', import.meta.url);

type FileContribution = Omit<(typeof file.contributions)[number], 'texts' | 'details'> & {
  readonly texts: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;
};
const CONTRIBUTIONS = file.contributions as unknown as readonly FileContribution[];

/** What the file names, as the instance knows it, and the instant from which its days count. */
interface Known {
  readonly now: Date;
  readonly today: string;
  readonly territory: TerritoryId;
  readonly people: ReadonlyMap<string, PersonActor>;
  readonly structures: ReadonlyMap<string, { readonly id: StructureId; readonly name: string }>;
  readonly events: ReadonlyMap<string, EventId>;
  /** Those written so far, by their key in the file. */
  readonly written: Map<string, ContributionId>;
}

/**
 * Loads a living month of sharing in the fictional network: what its invented people tell, ask, offer and re-use, told
 * from today backwards. Does nothing where something is shared already, or without the network and its people.
 * @returns how many contributions.
 */
export function loadSharing(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const present = await tx.selectFrom('contribution').select('id').limit(1).executeTakeFirst();
    const territory = (await listTerritories(tx)).find(({ slug }) => slug === file.territory);
    if (present || !territory) return 0;
    const known = await readKnown(tx, territory.id, now);
    if (known.people.size === 0) return 0;
    for (const one of CONTRIBUTIONS) await write(tx, one, known);
    for (const one of CONTRIBUTIONS) await relate(tx, one, known);
    await linkSheets(tx, territory.id, file.sheets, known.written);
    await loadFollows(tx, known);
    await loadPairing(tx, territory, known.people, now);
    // At the beginning of a month, the letter is still that of the one before.
    const letter = { territory: territory.id, month: addDays(known.today, -10).slice(0, 7) };
    await loadNewsletter(tx, somebody(known, 'salome.essai'), letter, known.written);
    return CONTRIBUTIONS.length;
  });
}

/** Tells what was loaded. */
export async function loadDemonstrationSharing(
  db: Database,
  say: (message: string) => void,
  now: Date = new Date()
): Promise<void> {
  const count = await loadSharing(db, now);
  if (count > 0)
    say(`Partage de démonstration : ${plural(count, 'contenu partagé', 'contenus partagés')}`);
}

async function readKnown(tx: Tx, territory: TerritoryId, now: Date): Promise<Known> {
  const names = new Set(JSON.stringify(file).match(/\b[a-z]+\.[a-z]+\b/g));
  const rows = await tx
    .selectFrom('person')
    .select(['id', 'email'])
    .where(
      'email',
      'in',
      [...names].map((name) => `${name}@exemple.test`)
    )
    .execute();
  const people = new Map<string, PersonActor>();
  for (const { id, email } of rows) {
    const actor = await loadActor(tx, id as PersonId);
    if (actor.kind === 'person') people.set(email.split('@')[0]!, actor);
  }
  const structures = await tx.selectFrom('structure').select(['id', 'slug', 'name']).execute();
  const events = await tx.selectFrom('event').select(['id', 'slug']).execute();
  return {
    ...{ now, territory, people, today: civilTime(now, ZONE).slice(0, 10) },
    structures: new Map(
      structures.map(({ id, slug, name }) => [slug, { id: id as StructureId, name }])
    ),
    events: new Map(events.map(({ id, slug }) => [slug, id as EventId])),
    written: new Map()
  };
}

/** Writes and publishes one, with what is said of it. */
async function write(tx: Tx, one: FileContribution, known: Known): Promise<void> {
  const author = somebody(known, one.author);
  const kind = CONTRIBUTION_KINDS.find((known) => known === one.kind)!;
  const structures = (names: readonly string[]) =>
    names.map((name) => {
      const found = known.structures.get(name);
      return { label: found?.name ?? name, structure: found?.id ?? null };
    });
  const { title, summary, visibility, themes, audiences } = one;
  const input = {
    ...{ territory: known.territory, title, summary, themes, audiences },
    visibility: visibility === 'public' ? ('public' as const) : ('members' as const),
    texts: one.texts,
    carriers: structures(one.carriers),
    partners: structures(one.partners),
    where: one.where.length > 0 ? { include: zonesOf(one), exclude: [] } : null,
    events: one.events.flatMap((slug) => known.events.get(slug) ?? []),
    details: detailsOf(one, known) as never
  };
  const created = done(
    await createContribution<ContributionKind>(tx, author, kind, input, { reread: true })
  );
  known.written.set(one.key, created.id);
  if (one.file !== null) await addFile(tx, author, created.id, one.file);
  for (const writer of one.writers)
    await askCoAuthor(tx, author, created.id, {
      ...{ person: somebody(known, writer).id, role: 'writer' }
    });
  if (one.needs.length > 0) await loadNeeds(tx, author, created.id, one, known);
  await publish(tx, author, created.id, daysAgo(known, one.daysAgo));
  await loadReplies(tx, one, created.id, known);
  await loadReuses(tx, one, created.id, known);
  if (one.resolved)
    await resolveQuestion(tx, author, created.id, { now: daysAgo(known, one.daysAgo - 3) });
}

function zonesOf({ where }: FileContribution) {
  return where.map(({ code }) => ({ level: 'epci' as const, code }));
}

/** « startsIn »: so many days from now. */
function detailsOf(one: FileContribution, { today }: Known): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(one.details).map(([key, value]) =>
      key.endsWith('In')
        ? [`${key.slice(0, -2)}On`, typeof value === 'number' ? addDays(today, value) : null]
        : [key === 'type_' ? 'type' : key, value]
    )
  );
}

/** What a project looks for; some of it was found. */
async function loadNeeds(
  tx: Tx,
  author: PersonActor,
  id: ContributionId,
  { needs }: FileContribution,
  { now }: Known
): Promise<void> {
  const inputs = needs.map(({ kind, text }) => needInput.parse({ kind, text }));
  done(await addNeeds(tx, author, id, inputs, { reread: true }));
  const rows = await tx
    .selectFrom('project_need')
    .select('id')
    .where('contribution_id', '=', id)
    .orderBy('position')
    .execute();
  for (const [at, { met }] of needs.entries())
    if (met) await settleNeed(tx, author, id, rows[at]!.id, { now, isMet: true });
}

async function addFile(
  tx: Tx,
  author: PersonActor,
  id: ContributionId,
  name: string
): Promise<void> {
  const bytes = new Uint8Array(readFileSync(new URL(name, FILES)));
  done(await addVersion(tx, author, id, { name, bytes }, { reread: true }));
}

async function loadReplies(
  tx: Tx,
  one: FileContribution,
  id: ContributionId,
  known: Known
): Promise<void> {
  for (const { author, body, kind, daysAgo: days, happenedDaysAgo, thanks } of one.replies) {
    const happenedOn = happenedDaysAgo === null ? null : addDays(known.today, -happenedDaysAgo);
    const { reply } = done(
      await addReply(
        tx,
        somebody(known, author),
        id,
        { body, happenedOn },
        { kind: kind as ReplyKind, reread: true, at: daysAgo(known, days) }
      )
    );
    for (const { person, kind: what } of thanks)
      await thank(tx, somebody(known, person), reply, { kind: what as ThanksKind });
  }
}

async function loadReuses(
  tx: Tx,
  one: FileContribution,
  id: ContributionId,
  known: Known
): Promise<void> {
  for (const { person, structure, status, outcome } of one.reuses)
    done(
      await sayReused(
        tx,
        somebody(known, person),
        id,
        {
          ...{ status: status as ReuseStatus, outcome },
          structure: known.structures.get(structure)?.id ?? null
        },
        { now: known.now, reread: true }
      )
    );
}

/** Once all are written: which go together. */
async function relate(tx: Tx, one: FileContribution, known: Known): Promise<void> {
  const related = one.related.flatMap((key) => known.written.get(key) ?? []);
  if (related.length === 0) return;
  done(
    await writeContribution(tx, somebody(known, one.author), known.written.get(one.key)!, {
      related
    })
  );
}

async function loadFollows(tx: Tx, known: Known): Promise<void> {
  for (const { person, target, key, muted } of file.follows) {
    const id = target === 'contribution' ? known.written.get(key) : key;
    if (id !== undefined)
      await setFollow(
        tx,
        somebody(known, person),
        { target: target as FollowTarget, key: String(id) },
        muted ? 'muted' : 'followed'
      );
  }
}

function somebody({ people }: Known, name: string): PersonActor {
  const found = people.get(name);
  if (!found) throw new Error(`demonstration: nobody is called ${name}`);
  return found;
}

function daysAgo({ now }: Known, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** What a command answers, when it cannot but be done. */
function done<T extends { readonly ok: boolean }>(outcome: T): Extract<T, { readonly ok: true }> {
  if (!outcome.ok) throw new Error(`demonstration: ${JSON.stringify(outcome)}`);
  return outcome as Extract<T, { readonly ok: true }>;
}

/** Writing a contribution: what all kinds have and what each adds. Several at once lose nothing. */
import { sql } from 'kysely';
import type { z } from 'zod';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, type Issue } from '#shared/errors.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import {
  contentOf,
  fieldsOf,
  merge,
  type Content,
  type ContributionWriting
} from '../../content.ts';
import { DETAILS_INPUT } from '../../details.ts';
import { contributionInput } from '../../forms/contribution.ts';
import type { Contribution, ContributionKind } from '../../model.ts';
import { checkExpiry, dayOf } from '../../opportunities.ts';
import { canContribute } from '../../rules.ts';
import { noteMentions } from '../mentions/commands.ts';
import { getWritten } from '../queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { findVersion } from '../versions/queries.ts';
import { insertHead, writeRows, type Opened } from './rows/commands.ts';
import { listGoneWords } from './words/queries.ts';

const NOT_YOURS = 'Partager dans un réseau est réservé à ses membres.';

interface Invalid {
  readonly ok: false;
  readonly reason: 'invalid';
  /** By path: « title », « texts.context », « details.startsOn ». */
  readonly issues: readonly Issue[];
}

export type Refused = SecondReadingRefusal | Invalid;

export type Created = Opened | Refused;

export type Written =
  | { readonly ok: true; readonly version: number; readonly changed: boolean }
  /** Somebody changed the same fields meanwhile: nothing is written; theirs, and which fields. */
  | {
      readonly ok: false;
      readonly reason: 'conflict';
      readonly theirs: Contribution;
      readonly fields: readonly string[];
    }
  | Refused;

export interface WriteOptions {
  /** The version that was read. Without it, what is given replaces what is there. */
  readonly version?: number | undefined;
  /** « relu ». */
  readonly reread?: boolean;
  /** Said in the history. */
  readonly change?: string;
  /** The civil day; today, unless a test or the demonstration writes on another. */
  readonly today?: string;
}

export interface CreateOptions extends Pick<WriteOptions, 'reread' | 'today'> {
  /** A uuid of what is sent: sent twice, by two clicks or by a network that answers badly, it opens one page. */
  readonly nonce?: string | null | undefined;
}

/**
 * Opens a draft. Its address comes from its title and never changes.
 * @param input.details - whole.
 * @throws Forbidden unless the actor is of the network of the territory.
 */
export function createContribution<Kind extends ContributionKind>(
  executor: Executor,
  actor: Actor,
  kind: Kind,
  { territory, ...input }: ContributionWriting<Kind> & { readonly territory: TerritoryId },
  { reread = false, today = dayOf(new Date()), nonce = null }: CreateOptions = {}
): Promise<Created> {
  if (!canContribute(actor, territory)) throw new Forbidden(NOT_YOURS);
  const parsed = parse(kind, input, 'whole');
  if (!parsed.ok) return Promise.resolve(parsed);
  const { fields } = parsed;
  const refused = refuseLastDay(kind, fields, today) ?? refuseUnread(textsOf(fields), reread);
  if (refused) return Promise.resolve(refused);
  return inTransaction(executor, async (tx) => {
    const gone = await refuseGone(tx, fields);
    if (gone) return gone;
    const title = String(fields['title']);
    const opened = await insertHead(tx, actor, { kind, territory, title, nonce });
    if (!opened.isNew) return opened;
    const { id } = opened;
    await writeRows(tx, { id, kind, perimeter: null }, fields);
    const written = { contribution: id, territory, reply: null };
    await noteMentions(tx, actor, { ...written, text: wordsOf(fields) });
    await keepVersion(tx, actor, id, 'brouillon ouvert');
    await trace(tx, actor, 'contribution.create', { id, title, territory });
    return opened;
  });
}

/**
 * Writes what is given of a contribution. With the version that was read, what others changed since is kept, and what
 * both changed is asked about.
 * @throws NotFound, Forbidden unless the actor writes it.
 */
export function writeContribution<Kind extends ContributionKind>(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  input: ContributionWriting<Kind>,
  { version, reread = false, change, today = dayOf(new Date()) }: WriteOptions = {}
): Promise<Written> {
  return inTransaction(executor, async (tx) => {
    const current = await holdWritten(tx, actor, id);
    const parsed = parse(current.kind, input, 'part', current.details);
    if (!parsed.ok) return parsed;
    const now = contentOf(current);
    const read = await readContent(tx, current, now, version);
    const { changes, conflicts } = merge(parsed.fields, read, now);
    if (conflicts.length > 0)
      return { ok: false, reason: 'conflict', theirs: current, fields: conflicts };
    if (Object.keys(changes).length === 0)
      return { ok: true, version: current.version, changed: false };
    const refused =
      refuseLastDay(current.kind, changes, today) ?? refuseUnread(textsOf(changes), reread);
    if (refused) return refused;
    const gone = await refuseGone(tx, changes);
    if (gone) return gone;
    await writeRows(tx, current, changes);
    const written = { contribution: id, territory: current.territory.id, reply: null };
    await noteMentions(tx, actor, { ...written, text: wordsOf(changes) });
    const kept = await keepVersion(tx, actor, id, change ?? wordsFor(changes));
    await trace(tx, actor, 'contribution.write', { ...current, territory: current.territory.id });
    return { ok: true, version: kept, changed: true };
  });
}

/** What she read. Of a version that is kept no more (its texts were erased), she is asked about all she typed. */
async function readContent(tx: Tx, current: Contribution, now: Content, version?: number) {
  if (version === undefined || version === current.version) return now;
  return (await findVersion(tx, current.id, version)) ?? {};
}

/**
 * A contribution that the actor writes, held until the transaction ends: of two people at once, the second reads what
 * the first wrote. @throws NotFound, Forbidden
 */
export async function holdWritten(tx: Tx, actor: Actor, id: ContributionId): Promise<Contribution> {
  await sql`select from contribution where id = ${id} for no key update`.execute(tx);
  return getWritten(tx, actor, { id });
}

/** The texts of some fields that others will read, by field. */
export function textsOf(fields: Content): Record<string, string> {
  const FREE = /^(title|summary|texts\..+|details\.(contact|place|profession))$/;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      FREE.test(field) && typeof value === 'string' ? [[field, value]] : []
    )
  );
}

const wordsOf = (fields: Content) => Object.values(textsOf(fields)).join('\n');

type Parsed = { readonly ok: true; readonly fields: Content } | Refused;

function parse(
  kind: ContributionKind,
  { details, ...common }: ContributionWriting,
  how: 'whole' | 'part',
  current: object = {}
): Parsed {
  const read = contributionInput.safeParse(common);
  const schema: z.ZodObject = DETAILS_INPUT[kind];
  const readDetails = (how === 'whole' ? schema : schema.partial()).safeParse(details ?? {});
  const issues = [
    ...(read.success ? [] : read.error.issues.map((one) => asIssue(one))),
    ...(readDetails.success ? [] : readDetails.error.issues.map((one) => asIssue(one, 'details.'))),
    ...(how === 'whole' && common.title === undefined
      ? [{ path: 'title', message: 'donnez un titre' }]
      : [])
  ];
  if (!read.success || !readDetails.success || issues.length > 0)
    return { ok: false, reason: 'invalid', issues };
  const all: Readonly<Record<string, unknown>> = { ...current, ...readDetails.data };
  const together = checkTogether(all);
  if (together.length > 0) return { ok: false, reason: 'invalid', issues: together };
  return { ok: true, fields: fieldsOf({ ...read.data, details: readDetails.data }) };
}

/** The last day of an opportunity, when it is chosen: the one that is written already may stay, even past. */
function refuseLastDay(kind: ContributionKind, changes: Content, today: string): Invalid | null {
  const chosen = changes['details.expiresOn'];
  const wrong =
    kind === 'opportunity' && typeof chosen === 'string' ? checkExpiry(chosen, today) : null;
  if (wrong === null) return null;
  const issues = [{ path: 'details.expiresOn', message: wrong }];
  return { ok: false, reason: 'invalid', issues };
}

async function refuseGone(tx: Tx, fields: Content): Promise<Invalid | null> {
  const issues = await listGoneWords(tx, fields);
  return issues.length > 0 ? { ok: false, reason: 'invalid', issues } : null;
}

/** What the fields of a kind say together. */
function checkTogether({ startsOn, endsOn, ...rest }: Readonly<Record<string, unknown>>): Issue[] {
  const issues: Issue[] = [];
  if (typeof startsOn === 'string' && typeof endsOn === 'string' && endsOn < startsOn)
    issues.push({ path: 'details.endsOn', message: 'la fin vient avant le début' });
  if (rest['askedTo'] === 'theme' && !rest['theme'])
    issues.push({ path: 'details.theme', message: 'choisissez un thème' });
  if (rest['askedTo'] === 'structure-type' && !rest['structureType'])
    issues.push({ path: 'details.structureType', message: 'choisissez un type de structure' });
  return issues;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^title$/, 'titre'],
  [/^(summary|texts\.)/, 'texte'],
  [/^details\./, 'informations'],
  [/^(themes|audiences)$/, 'thèmes et publics'],
  [/^(carriers|partners)$/, 'qui porte'],
  [/^where$/, 'où'],
  [/^(events|related)$/, 'liens'],
  [/^visibility$/, 'qui peut lire']
];

/** What the history says was changed: « titre, texte ». */
function wordsFor(changes: Content): string {
  const fields = Object.keys(changes);
  return WORDS.filter(([pattern]) => fields.some((field) => pattern.test(field)))
    .map(([, word]) => word)
    .join(', ');
}

export function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  {
    id,
    title,
    territory
  }: { readonly id: ContributionId; readonly title: string; readonly territory: TerritoryId }
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    target: { kind: 'contribution', id, label: title },
    territory
  });
}

const asIssue = ({ path, message }: z.core.$ZodIssue, prefix = ''): Issue => ({
  path: `${prefix}${path.join('.')}`,
  message
});

import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { ConductReport, ReportedText } from '../../care.ts';
import type { Content } from '../../content.ts';
import { CONTRIBUTION_LABELS, pageOf, type Contribution } from '../../model.ts';
import { canReadReply } from '../../replies.ts';
import { canModerate, canReply } from '../../rules.ts';
import { findByKey } from '../withheld/queries.ts';
import { findPlacedReply } from '../withheld/replies/queries.ts';

const NO_SUCH = 'Ce texte n’existe pas, ou vous ne pouvez pas le signaler.';

/** A text that a member may report, and whose it is. */
export interface Reportable extends ReportedText {
  readonly contribution: Contribution;
}

/**
 * A text as whoever reports it names it: members, on what is published.
 * @throws NotFound when there is none that the actor may answer.
 */
export async function getConductTarget(
  db: Executor,
  actor: Actor,
  { about, key }: { readonly about: ReportedText['about']; readonly key: string }
): Promise<Reportable> {
  const found = about === 'reply' ? await findReply(db, actor, key) : await findWhole(db, key);
  if (!found || !canReply(actor, found.contribution.place)) throw new NotFound(NO_SUCH);
  return found;
}

async function findWhole(db: Executor, key: string): Promise<Reportable | null> {
  const contribution = await findByKey(db, key);
  if (!contribution) return null;
  const { id, kind, title, summary, texts, author } = contribution;
  return {
    ...{ contribution, about: 'contribution', id, author, page: pageOf(contribution) },
    label: `${CONTRIBUTION_LABELS[kind]}\u00a0: ${title}`,
    text: [summary, ...Object.values(texts)].filter((text) => text !== '').join('\n\n')
  };
}

async function findReply(db: Executor, actor: Actor, key: string): Promise<Reportable | null> {
  const found = await findPlacedReply(db, key);
  if (!found || found.reply.isRemoved || found.reply.isHidden) return null;
  const { contribution, reply } = found;
  if (!canReadReply(actor, contribution.place, reply)) return null;
  const { id, body, author } = reply;
  return {
    ...{ contribution, about: 'reply', id, text: body, page: pageOf(contribution), author },
    label: `Réponse à «\u00a0${contribution.title}\u00a0»`
  };
}

/** @throws Forbidden unless the actor animates the territory. */
export function needModerator(actor: Actor, territory: TerritoryId): void {
  if (!canModerate(actor, { territory }))
    throw new Forbidden(
      'Seules les personnes qui animent ce territoire décident des signalements.'
    );
}

/**
 * What was reported in a territory: what waits first, the oldest first; then what was decided lately.
 * @throws Forbidden
 */
export async function listConductReports(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<{ waiting: ConductReport[]; decided: ConductReport[] }> {
  needModerator(actor, territory);
  const of = sql<boolean>`cr.territory_id = ${territory}`;
  const waiting = await select(db, sql`${of} and cr.decided_at is null order by cr.id limit 100`);
  const decided = await select(
    db,
    sql`${of} and cr.decided_at is not null order by cr.decided_at desc, cr.id desc limit 30`
  );
  return { waiting, decided };
}

/** How many reports wait in a territory. @throws Forbidden */
export async function countConductReports(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<number> {
  needModerator(actor, territory);
  const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting
    from conduct_report where territory_id = ${territory} and decided_at is null`.execute(db);
  return rows[0]!.waiting;
}

/** One report, for who decides. @throws NotFound, Forbidden */
export async function getConductReport(
  db: Executor,
  actor: Actor,
  id: number
): Promise<ConductReport & { readonly territory: TerritoryId }> {
  const [found] = Number.isSafeInteger(id) ? await select(db, sql`cr.id = ${id}`) : [];
  if (!found) throw new NotFound('Ce signalement n’existe pas, ou n’existe plus.');
  needModerator(actor, found.territory);
  return found;
}

type Row = Omit<ConductReport, 'what' | 'isChanged'> & {
  readonly territory: TerritoryId;
  readonly kind: Contribution['kind'];
  readonly slug: string;
  /** What the contribution said when it was reported; null when it is not kept. */
  readonly before: Content | null;
  readonly now: Content;
  /** Of a reply; null when what was written since is read by nobody else. */
  readonly body: string | null;
  readonly author: ReportedText['author'];
  readonly hidden: boolean;
};

/** What somebody says speaks of a person is read among what is retained, not here. */
async function select(db: Executor, where: RawBuilder<unknown>) {
  const { rows } = await sql<Row>`
    select cr.id, cr.contribution_id as contribution, cr.reply_id as reply, cr.reason, cr.details, cr.created_at as "createdAt",
      cr.decision, cr.decision_reason as "decisionReason", cr.decided_at as "decidedAt", cr.territory_id as territory,
      reporter.name as reporter, decider.name as "decidedBy", c.kind, c.slug,
      case when c.status = 'published' or r.edited_at is null or r.edited_at <= cr.created_at then r.body end as body,
      (select v.document from contribution_version v where v.contribution_id = c.id
        and v.written_at <= cr.created_at order by v.version desc limit 1) as before,
      coalesce((select jsonb_object_agg('texts.' || t.key, t.value) from jsonb_each_text(c.texts) t), '{}')
        || jsonb_build_object('title', c.title, 'summary', c.summary) as now,
      c.status = 'published' and c.removed_at is null and r.removed_at is null as "isOnline",
      case when author.id is not null then json_build_object('id', author.id, 'name', author.name) end as author,
      exists (select from withholding w where w.status = 'withheld' and (
        (w.content_kind = 'contribution' and w.content_id = c.id::text)
        or (w.content_kind = 'reply' and w.content_id = r.id::text))) as hidden
    from conduct_report cr join contribution c on c.id = cr.contribution_id left join reply r on r.id = cr.reply_id
    left join person reporter on reporter.id = cr.reporter_id left join person decider on decider.id = cr.decided_by
    left join person author on author.id = case when r.id is not null then r.author_id else c.author_id end
    where ${where}`.execute(db);
  return rows.map(asReport);
}

function asReport({ kind, slug, before, now, body, author, hidden, ...row }: Row) {
  const what: ReportedText = {
    about: row.reply === null ? 'contribution' : 'reply',
    id: row.reply ?? row.contribution,
    label: labelOf(kind, before, row.reply !== null),
    text: row.reply === null ? textOf(before) : (body ?? ''),
    ...{ page: pageOf({ kind, slug }), author }
  };
  const isChanged =
    row.reply === null && (textOf(before) !== textOf(now) || before?.['title'] !== now['title']);
  return { ...row, isChanged, what: hidden ? null : what };
}

/** Its title then: the one it has now may be of a draft. */
function labelOf(kind: Contribution['kind'], before: Content | null, isReply: boolean): string {
  const label = CONTRIBUTION_LABELS[kind];
  if (!before) return isReply ? 'Réponse' : label;
  const title = String(before['title']);
  return isReply ? `Réponse à «\u00a0${title}\u00a0»` : `${label}\u00a0: ${title}`;
}

/** The sentence and the texts of some content, whatever order their headings are stored in. */
function textOf(content: Content | null): string {
  const { summary = '', ...rest } = content ?? {};
  const texts = Object.entries(rest).filter(([path]) => path.startsWith('texts.'));
  const ordered = texts.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return [summary, ...ordered].filter((text) => text !== '').join('\n\n');
}

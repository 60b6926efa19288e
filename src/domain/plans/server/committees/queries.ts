import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId, CommitteeId } from '#shared/ids.ts';
import {
  concealFrozen,
  type Committee,
  type FrozenCommittee,
  type FrozenPlan,
  type FrozenSheet
} from '../../committees.ts';
import { withoutIndicatorTexts, type FollowedIndicator } from '../../indicators.ts';
import type { Plan } from '../../model.ts';
import { canLeadPlan, canReadPlan, canReadSheet, canWriteSheet, isPilotOf } from '../../rules.ts';
import type { ActionSheet } from '../../sheet.ts';
import { listWholeSheets } from '../sheets/queries.ts';

/** The committees of a plan that an actor reads, the last first: none while it was a draft, unless she leads it. */
export async function listCommittees(
  db: Executor,
  actor: Actor,
  { id, place }: Pick<Plan, 'id' | 'place'>
): Promise<Committee[]> {
  const { rows } = await sql<Row>`${SELECT} where c.plan_id = ${id}
    order by c.held_on desc, c.id desc`.execute(db);
  const ofNetwork = isOfNetwork(actor, place);
  return rows
    .filter((row) => canReadPlan(actor, placeThen(place, row.plan)))
    .map(({ plan: _plan, ...row }) => ({
      ...{ ...row, frozenAt: new Date(row.frozenAt) },
      frozenBy: ofNetwork ? row.frozenBy : ''
    }));
}

/**
 * A plan as it was frozen, for whoever reads it today and would have read it then: each sheet only to who reads it now
 * and could have then, without its texts while they are withheld.
 * @throws NotFound
 */
export async function getCommittee(
  db: Executor,
  actor: Actor,
  { id: plan, place }: Pick<Plan, 'id' | 'place'>,
  id: CommitteeId
): Promise<FrozenCommittee> {
  const { rows } = await sql<Row & { indicators: FollowedIndicator[]; frozen: KeptRow[] }>`
    ${SELECT_WHOLE} where c.plan_id = ${plan} and c.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row || !canReadPlan(actor, place) || !canReadPlan(actor, placeThen(place, row.plan)))
    throw new NotFound('Ce comité n’existe pas, ou vous ne pouvez pas le lire.');
  const reader = { actor, place, then: placeThen(place, row.plan) };
  const readable = await listWholeSheets(db, actor, plan);
  const places = new Map(readable.map((sheet) => [sheet.id, sheet]));
  const ofNetwork = isOfNetwork(actor, place);
  return {
    ...row,
    frozenAt: new Date(row.frozenAt),
    frozenBy: ofNetwork ? row.frozenBy : '',
    indicators: ofNetwork ? row.indicators : row.indicators.map(concealFrozen),
    frozen: row.frozen.flatMap((kept) => readFrozen(reader, kept, places.get(kept.id), ofNetwork))
  };
}

/** Is told who froze it, and what members are told. */
function isOfNetwork(actor: Actor, place: Plan['place']): boolean {
  return canLeadPlan(actor, place) || isMemberOf(actor, place.territory);
}

interface Reader {
  readonly actor: Actor;
  readonly place: Plan['place'];
  readonly then: Plan['place'];
}

type Row = Committee & { readonly plan: FrozenPlan };
interface KeptRow {
  readonly id: ActionSheetId;
  readonly document: FrozenSheet;
  readonly removed: boolean;
}

/** Both what it was and what it is must let the actor read it; one that was removed is read by who leads the plan. */
function readFrozen(
  { actor, place, then }: Reader,
  { document: { sheet, indicators }, removed }: KeptRow,
  now: ActionSheet | undefined,
  ofNetwork: boolean
): FrozenSheet[] {
  if (!now && !(removed && canLeadPlan(actor, place))) return [];
  if (now && !canReadSheet(actor, { ...now.place, plan: then, visibility: sheet.visibility }))
    return [];
  const hidden = now?.textsHidden === true && !canWriteSheet(actor, now.place);
  const readsAll = ofNetwork || (now !== undefined && isPilotOf(actor, now.place));
  const shown = {
    ...sheet,
    updatedAt: new Date(sheet.updatedAt),
    links: readsAll ? sheet.links : []
  };
  const told = hidden ? indicators.map(withoutIndicatorTexts) : indicators;
  return [
    {
      sheet: hidden ? { ...shown, texts: {} } : shown,
      indicators: readsAll ? told : told.map(concealFrozen)
    }
  ];
}

/** The plan as it could be read then: closing it since does not matter, opening it does. */
function placeThen(place: Plan['place'], { status, visibility }: FrozenPlan): Plan['place'] {
  return { ...place, status, visibility };
}

const COLUMNS = sql`c.id, c.title, c.held_on::text as "heldOn", c.note, c.frozen_at as "frozenAt",
  coalesce(h.name, '') as "frozenBy", c.document -> 'plan' as plan,
  (select count(*)::int from plan_committee_sheet s where s.committee_id = c.id) as sheets`;
const FROM = sql`from plan_committee c left join person h on h.id = c.frozen_by`;
const SELECT = sql`select ${COLUMNS} ${FROM}`;
const SELECT_WHOLE = sql`select ${COLUMNS}, c.document -> 'indicators' as indicators,
  coalesce((select json_agg(json_build_object('id', s.sheet_id, 'document', s.document,
      'removed', f.removed_at is not null)
      order by a.position nulls last, f.position, f.id)
    from plan_committee_sheet s join action_sheet f on f.id = s.sheet_id
      left join plan_axis a on a.id = f.axis_id
    where s.committee_id = c.id), '[]') as frozen
  ${FROM}`;

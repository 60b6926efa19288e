import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { TerritoryId, WaveId } from '#shared/ids.ts';
import type { Followed, Wave } from '../../../model.ts';
import { canLeadWaves } from '../../../rules.ts';
import { NOT_YOURS } from '../holding/commands.ts';
import { waveLink } from '../links/queries.ts';
import { findWave } from '../queries.ts';

/** A wave of a territory, for who leads it. @throws NotFound, Forbidden */
export async function getLedWave(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  number: number
): Promise<Wave> {
  if (!canLeadWaves(actor, territory)) throw new Forbidden(NOT_YOURS);
  const wave = await findWave(db, territory, number);
  if (!wave) throw new NotFound('Cette vague n’existe pas, ou n’est plus là.');
  return wave;
}

/** How far each structure of a wave is, those that have said nothing first. @throws Forbidden */
export async function listFollowed(db: Executor, actor: Actor, wave: Wave): Promise<Followed[]> {
  if (!canLeadWaves(actor, wave.territory)) throw new Forbidden(NOT_YOURS);
  const { rows } = await sql<Omit<Followed, 'link'> & { version: number }>`
    select ws.id, s.name, s.slug, ws.answered_at as "answeredAt", ws.finished_at as "finishedAt",
      ws.link_version as version,
      (select count(*) from wave_pair p where ws.id in (p.a_id, p.b_id)) as lines,
      (select count(*) from relation_answer r where r.from_id = ws.id) as said,
      array(select p.name from affiliation f join person p on p.id = f.person_id
        where f.structure_id = s.id and f.referent and f.status = 'active' and p.suspended_at is null
        order by p.name, p.id) as referents
    from wave_structure ws join structure m on m.id = ws.structure_id
    join structure s on s.id = coalesce(m.merged_into, m.id)
    where ws.wave_id = ${wave.id}
    order by ws.finished_at is not null, ws.answered_at is not null, s.name, ws.id`.execute(db);
  return rows.map(({ version, ...row }) => ({ ...row, link: waveLink(row.id, version) }));
}

/** How far a wave is, as a list of waves says it. */
export interface Progress {
  readonly structures: number;
  readonly answered: number;
  readonly finished: number;
}

/** How far each wave of a territory is, by wave. @throws Forbidden */
export async function countProgress(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<Map<WaveId, Progress>> {
  if (!canLeadWaves(actor, territory)) throw new Forbidden(NOT_YOURS);
  const { rows } = await sql<Progress & { wave: WaveId }>`
    select ws.wave_id as wave, count(*) as structures, count(ws.answered_at) as answered,
      count(ws.finished_at) as finished
    from wave_structure ws join wave w on w.id = ws.wave_id
    where w.territory_id = ${territory} group by ws.wave_id`.execute(db);
  return new Map(rows.map(({ wave, ...progress }) => [wave, progress]));
}

/** A rencontre that a wave may come before or after. */
export interface WaveEvent {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly startsAt: Date | null;
}

/** The rencontres of a territory, the last first. @throws Forbidden */
export async function listWaveEvents(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<WaveEvent[]> {
  if (!canLeadWaves(actor, territory)) throw new Forbidden(NOT_YOURS);
  const { rows } = await sql<WaveEvent>`
    select id, slug, title, starts_at as "startsAt" from event
    where territory_id = ${territory} and status <> 'cancelled'
    order by starts_at desc nulls first, id desc limit 60`.execute(db);
  return rows;
}

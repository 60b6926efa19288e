/** Waves as they are, whoever asks: callers decide who may. */
import { sql, type RawBuilder } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { TerritoryId, WaveId } from '#shared/ids.ts';
import type { RelationAnswer, Wave, WaveNetwork, WavePair, WaveStructure } from '../../model.ts';

/** The waves of a territory, drafts included, the first first. */
export function listWaves(db: Executor, territory: TerritoryId): Promise<Wave[]> {
  return selectWaves(db, sql`w.territory_id = ${territory}`);
}

/** @returns null when the territory has no wave of that number. */
export async function findWave(
  db: Executor,
  territory: TerritoryId,
  number: number
): Promise<Wave | null> {
  const which = sql`w.territory_id = ${territory} and w.number = ${number}`;
  return (await selectWaves(db, which))[0] ?? null;
}

/** @returns null when there is no such wave. */
export async function findWaveById(db: Executor, id: WaveId): Promise<Wave | null> {
  return (await selectWaves(db, sql`w.id = ${id}`))[0] ?? null;
}

/** Holds a wave until the transaction ends: who opens, closes and changes it take turns. */
export async function lockWave(tx: Tx, id: WaveId): Promise<Wave | null> {
  await sql`select from wave where id = ${id} for update`.execute(tx);
  return findWaveById(tx, id);
}

async function selectWaves(db: Executor, which: RawBuilder<unknown>): Promise<Wave[]> {
  const { rows } = await sql<Wave>`
    select w.id, w.territory_id as territory, w.number, w.title, w.introduction, w.status, w.closes_on as "closesOn",
      w.event_id as event, w.moment, w.opened_at as "openedAt", w.closed_at as "closedAt",
      w.reminded_at as "remindedAt", w.version
    from wave w where ${which} order by w.territory_id, w.number`.execute(db);
  return rows;
}

/**
 * All that a wave holds: for animators, and for what aggregates it. Two structures merged since are one: what was said
 * last of either stands, and what they said of each other is left out.
 * @throws Error when there is no such wave.
 */
export async function readWaveNetwork(db: Executor, id: WaveId): Promise<WaveNetwork> {
  const wave = await findWaveById(db, id);
  if (!wave) throw new Error(`no wave ${id}`);
  const { rows: structures } = await sql<WaveStructure>`
    with ${asked(id)}
    select min(a.id) as id, a.structure, s.name, s.slug, s.type_code as type, min(a.answered_at) as "answeredAt",
      max(a.finished_at) as "finishedAt"
    from asked a join structure s on s.id = a.structure
    group by a.structure, s.name, s.slug, s.type_code order by s.name, a.structure`.execute(db);
  const { rows: pairs } = await sql<WavePair>`
    with ${asked(id)}
    select least(a.structure, b.structure) as a, greatest(a.structure, b.structure) as b, max(p.communes) as communes
    from wave_pair p join asked a on a.id = p.a_id join asked b on b.id = p.b_id
    where p.wave_id = ${id} and a.structure <> b.structure
    group by 1, 2 order by 1, 2`.execute(db);
  const { rows: answers } = await sql<RelationAnswer>`
    with ${asked(id)}
    select distinct on (f.structure, o.structure) f.structure as "from", o.structure as about, r.level
    from relation_answer r join asked f on f.id = r.from_id join asked o on o.id = r.about_id
    where f.structure <> o.structure
    order by f.structure, o.structure, r.answered_at desc`.execute(db);
  return { wave, structures, pairs, answers };
}

/** In SQL, `asked`: the rows of a wave with the structure that each is today. */
export function asked(wave: WaveId): RawBuilder<unknown> {
  return sql`asked as (
    select ws.id, ws.answered_at, ws.finished_at, coalesce(s.merged_into, s.id) as structure
    from wave_structure ws join structure s on s.id = ws.structure_id where ws.wave_id = ${wave})`;
}

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
  const [network] = await readWaveNetworks(db, [id]);
  if (!network) throw new Error(`no wave ${id}`);
  return network;
}

/** The same of several waves, by territory and number: as many statements for one as for ten. */
export async function readWaveNetworks(
  db: Executor,
  ids: readonly WaveId[]
): Promise<WaveNetwork[]> {
  const waves = await selectWaves(db, sql`w.id = any(${[...ids]}::bigint[])`);
  const { rows: structures } = await sql<Of & WaveStructure>`
    with ${asked(ids)}
    select a.wave, min(a.id) as id, a.structure, s.name, s.slug, s.type_code as type, min(a.answered_at) as "answeredAt",
      max(a.finished_at) as "finishedAt"
    from asked a join structure s on s.id = a.structure
    group by a.wave, a.structure, s.name, s.slug, s.type_code order by s.name, a.structure`.execute(
    db
  );
  const { rows: pairs } = await sql<Of & WavePair>`
    with ${asked(ids)}
    select p.wave_id as wave, least(a.structure, b.structure) as a, greatest(a.structure, b.structure) as b,
      max(p.communes) as communes
    from wave_pair p join asked a on a.id = p.a_id join asked b on b.id = p.b_id
    where p.wave_id = any(${[...ids]}::bigint[]) and a.structure <> b.structure
    group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  const { rows: answers } = await sql<Of & RelationAnswer>`
    with ${asked(ids)}
    select distinct on (f.wave, f.structure, o.structure) f.wave, f.structure as "from", o.structure as about, r.level
    from relation_answer r join asked f on f.id = r.from_id join asked o on o.id = r.about_id and o.wave = f.wave
    where f.structure <> o.structure
    order by f.wave, f.structure, o.structure, r.answered_at desc`.execute(db);
  return waves.map((wave) => ({
    wave,
    structures: pick(structures, wave.id),
    pairs: pick(pairs, wave.id),
    answers: pick(answers, wave.id)
  }));
}

interface Of {
  readonly wave: WaveId;
}

/** What is of one wave, without saying so. */
function pick<T extends Of>(rows: readonly T[], id: WaveId): Omit<T, 'wave'>[] {
  return rows.filter(({ wave }) => wave === id).map(({ wave: _wave, ...row }) => row);
}

/** In SQL, `asked`: the rows of one wave or of several with the structure that each is today. */
export function asked(wave: WaveId | readonly WaveId[]): RawBuilder<unknown> {
  const ids = typeof wave === 'number' ? [wave] : [...wave];
  return sql`asked as (
    select ws.id, ws.wave_id as wave, ws.answered_at, ws.finished_at, coalesce(s.merged_into, s.id) as structure
    from wave_structure ws join structure s on s.id = ws.structure_id where ws.wave_id = any(${ids}::bigint[]))`;
}

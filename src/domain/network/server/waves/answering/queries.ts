import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import type { AnswerLine, Level, OwnWave, Wave } from '../../../model.ts';
import { proposedLevel, waveState } from '../../../rules.ts';
import { hidesWaveTexts } from '../../hiding/queries.ts';
import { findAskedByLink, NO_SUCH_LINK, waveLink, type Asked } from '../links/queries.ts';
import { listMetSince } from '../meeting/queries.ts';
import { asked, findWaveById } from '../queries.ts';

/** What the link of a structure opens: what it says itself, and nothing that others said. */
export interface Answering {
  readonly wave: Wave;
  /** open: it may be answered now. */
  readonly isOpen: boolean;
  readonly territory: { readonly name: string; readonly nameWithDe: string; readonly slug: string };
  readonly structure: { readonly id: StructureId; readonly name: string; readonly slug: string };
  readonly answeredAt: Date | null;
  readonly finishedAt: Date | null;
  /** By name. Empty unless the wave is open. */
  readonly lines: readonly AnswerLine[];
  /** Whether it spoke in an earlier wave: a line that was not there then is new. */
  readonly spokeBefore: boolean;
}

/** @throws NotFound when the link is not ours, or serves no more. */
export async function getAnswering(db: Executor, token: string, now: Date): Promise<Answering> {
  const from = await findAskedByLink(db, token);
  const wave = from && (await findWaveById(db, from.wave));
  if (!wave) throw new NotFound(NO_SUCH_LINK);
  const isOpen = waveState(wave, now) === 'open';
  const { hides, ...head } = await readHead(db, from);
  const last = isOpen ? await lastSaid(db, from) : new Map<StructureId, Level>();
  const met = isOpen ? await listMetSince(db, from) : new Set<StructureId>();
  return {
    ...head,
    wave: hides ? { ...wave, introduction: '' } : wave,
    isOpen,
    lines: isOpen ? await readAnswerLines(db, from, { last, met }) : [],
    spokeBefore: last.size > 0
  };
}

async function readHead(db: Executor, from: Asked) {
  const { rows } = await sql<
    Pick<Answering, 'territory' | 'structure' | 'answeredAt' | 'finishedAt'> & { hides: boolean }
  >`
    select ws.answered_at as "answeredAt", ws.finished_at as "finishedAt",
      json_build_object('id', s.id, 'name', s.name, 'slug', s.slug) as structure,
      json_build_object('name', t.name, 'nameWithDe', t.name_with_de, 'slug', t.slug) as territory,
      ${hidesWaveTexts(sql`w.id`)} as hides
    from wave_structure ws
    join wave w on w.id = ws.wave_id
    join territory t on t.id = w.territory_id
    join structure s on s.id = ${from.structure}
    where ws.id = ${from.id}`.execute(db);
  return rows[0]!;
}

async function readAnswerLines(
  db: Executor,
  { id, wave, structure }: Asked,
  { last, met }: { readonly last: ReadonlyMap<StructureId, Level>; readonly met: Set<StructureId> }
): Promise<AnswerLine[]> {
  const { rows } = await sql<Omit<AnswerLine, 'last' | 'proposed'>>`
    with ${asked(wave)}
    select o.structure as about, s.name, s.slug, max(p.communes) as communes,
      json_build_object('code', t.code, 'name', t.name, 'colour', t.colour) as type,
      (array_agg(r.level order by r.answered_at desc) filter (where r.level is not null))[1] as kept
    from wave_pair p
    join asked o on o.id = case when p.a_id = ${id} then p.b_id else p.a_id end
    join structure s on s.id = o.structure
    join structure_type t on t.code = s.type_code
    left join relation_answer r on r.from_id = ${id} and r.about_id = o.id
    where ${id} in (p.a_id, p.b_id) and o.structure <> ${structure}
    group by o.structure, s.name, s.slug, t.code order by s.name, o.structure`.execute(db);
  return rows.map((line) => {
    const before = last.get(line.about) ?? null;
    return { ...line, last: before, proposed: proposedLevel(before, met.has(line.about)) };
  });
}

/** What a structure said of each of the others in the last earlier wave where it said something of it. */
export async function lastSaid(
  db: Executor,
  { wave, structure }: Asked
): Promise<Map<StructureId, Level>> {
  const { rows } = await sql<{ about: StructureId; level: Level }>`
    select distinct on (coalesce(s.merged_into, s.id)) coalesce(s.merged_into, s.id) as about, r.level
    from wave this
    join wave w on w.territory_id = this.territory_id and w.opened_at < this.opened_at and w.status = 'closed'
    join wave_structure mine on mine.wave_id = w.id
    join structure me on me.id = mine.structure_id and ${structure} in (me.id, me.merged_into)
    join relation_answer r on r.from_id = mine.id
    join wave_structure other on other.id = r.about_id
    join structure s on s.id = other.structure_id
    where this.id = ${wave}
    order by 1, w.opened_at desc, r.answered_at desc`.execute(db);
  return new Map(rows.map(({ about, level }) => [about, level]));
}

/** The open waves that ask the structures of which somebody is référent. */
export async function listOwnWaves(
  db: Executor,
  referentOf: readonly StructureId[],
  now: Date
): Promise<OwnWave[]> {
  if (referentOf.length === 0) return [];
  const { rows } = await sql<
    Omit<OwnWave, 'link'> & { id: WaveStructureId; version: number } & Wave
  >`
    select w.id as wave, w.title, w.status, w.closes_on as "closesOn", s.name as structure, ws.id,
      ws.link_version as version, ws.finished_at is not null as "isFinished",
      (select count(*) from wave_pair p where ws.id in (p.a_id, p.b_id)) as lines,
      (select count(*) from relation_answer r where r.from_id = ws.id) as said
    from wave w
    join wave_structure ws on ws.wave_id = w.id
    join structure m on m.id = ws.structure_id
    join structure s on s.id = coalesce(m.merged_into, m.id)
    where w.status = 'open' and s.id = any(${[...referentOf]}::bigint[])
    order by w.closes_on, s.name`.execute(db);
  return rows
    .filter((row) => waveState(row, now) === 'open')
    .map(({ wave, title, closesOn, structure, lines, said, isFinished, id, version }) => ({
      ...{ wave, title, closesOn: closesOn, structure, lines, said, isFinished },
      link: waveLink(id, version)
    }));
}

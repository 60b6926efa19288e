import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { together } from '#server/db/together.ts';
import type { Atlas, AtlasCommune } from '../../atlas.ts';
import type { Territory } from '../../model.ts';
import { reasonOf, wholeReasons, type WrittenZone } from '../../reason.ts';

/** What an answer for a commune says of a territory it belongs to. */
export type Space = Pick<
  Territory,
  'id' | 'slug' | 'name' | 'nameWithDe' | 'fictional' | 'frontDoorReason'
>;

interface KnownSpace extends Space {
  zones: WrittenZone[];
}

interface Kept {
  version: () => Promise<string>;
  known: { version: string; spaces: Promise<KnownSpace[]> } | null;
}

const kept = new WeakMap<Executor, Kept>();

/**
 * The territories whose perimeter holds a commune, from memory: one small query, shared by those who ask at once, tells
 * whether one of them changed. Their figures are left to `listTerritoriesOfCommune`.
 */
export async function listSpacesOf(
  db: Executor,
  atlas: Atlas,
  commune: AtlasCommune
): Promise<Space[]> {
  let mine = kept.get(db);
  if (!mine) {
    mine = { version: together(() => readVersion(db)), known: null };
    kept.set(db, mine);
  }
  const version = await mine.version();
  if (mine.known?.version !== version) {
    const spaces = readSpaces(db);
    const known = { version, spaces };
    mine.known = known;
    spaces.catch(() => {
      if (mine.known === known) mine.known = null;
    });
  }
  const whole = wholeReasons(commune);
  return (await mine.known.spaces)
    .filter(({ zones }) => reasonOf(atlas, commune, zones, whole) !== null)
    .map(({ zones: _, ...space }) => space);
}

/** Whatever is written of a territory or its perimeter gives its row another `xmin`; a new geography rewrites zones. */
async function readVersion(db: Executor): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(md5(string_agg(t.id || ' ' || t.xmin || ' ' || p.xmin, ',' order by t.id)), '') as version
    from territory t join perimeter p on p.id = t.perimeter_id`.execute(db);
  return rows[0]!.version;
}

async function readSpaces(db: Executor): Promise<KnownSpace[]> {
  const { rows } = await sql<KnownSpace>`
    select id, slug, name, name_with_de as "nameWithDe", fictional, front_door_reason as "frontDoorReason", coalesce((
      select jsonb_agg(jsonb_build_object('mode', mode, 'level', level, 'code', code))
      from perimeter_zone zone where zone.perimeter_id = territory.perimeter_id), '[]') as zones
    from territory order by position, id`.execute(db);
  return rows;
}

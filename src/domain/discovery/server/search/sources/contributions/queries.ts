import { sql } from 'kysely';
import { OPPORTUNITY_LABELS, STAGE_LABELS, type ExperienceForm } from '#domain/sharing/details.ts';
import type { OpportunityType, ProjectStage } from '#domain/sharing/details.ts';
import { headingsOf } from '#domain/sharing/headings.ts';
import {
  CONTRIBUTION_LABELS,
  type ContributionKind,
  type ContributionStatus
} from '#domain/sharing/model.ts';
import { HIDDEN } from '#domain/sharing/server/columns/queries.ts';
import { READ_REPLY } from '#domain/sharing/server/replies/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { EntryTexts, Layer } from '../../../../search.ts';
import type { Entry } from '../../../../search.ts';

interface Row {
  readonly id: number;
  readonly kind: ContributionKind;
  readonly territory: TerritoryId;
  readonly visibility: Layer;
  readonly status: ContributionStatus;
  readonly at: Date;
  readonly title: string;
  readonly summary: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly stage: ProjectStage | null;
  readonly form: ExperienceForm | null;
  readonly type: OpportunityType | null;
  readonly actors: readonly string[];
  readonly words: readonly string[];
  readonly said: readonly (string | null)[];
  readonly file: string | null;
  readonly replies: readonly string[];
}

/**
 * What is shared, when others read it, and drafts for those who write them. What is answered is read by members: somebody
 * else finds a page by its own words only.
 */
export async function readContributions(db: Executor, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.territory_id as territory, c.visibility, c.status,
      coalesce(c.published_at, c.updated_at) as at, c.title, c.summary, c.texts,
      p.stage, e.form, o.type, ${ACTORS} as actors, ${WORDS} as words,
      array[o.profession, o.place, g.name, o.contact, e.contact] || ${NEEDS} || ${ZONES} || coalesce(d.tags, '{}') as said,
      (select v.file_name || ' ' || v.text from document_version v where v.contribution_id = c.id
        order by v.number desc limit 1) as file,
      array(select r.body from reply r where r.contribution_id = c.id and ${READ_REPLY} order by r.id) as replies
    from contribution c
    left join project p on p.contribution_id = c.id
    left join experience e on e.contribution_id = c.id
    left join opportunity o on o.contribution_id = c.id
    left join commune g on g.code = o.commune_code
    left join document d on d.contribution_id = c.id
    where c.id = any(${ids}::bigint[]) and c.removed_at is null and not ${HIDDEN}`.execute(db);
  return rows.flatMap(asEntries);
}

function asEntries(row: Row): Entry[] {
  const { id, kind, territory, at, visibility, replies } = row;
  const own = textsOf(row);
  const entry = { source: 'contribution', id, kind, territory, at, texts: own } as const;
  if (row.status === 'draft') return [{ ...entry, layer: 'writers' }];
  if (visibility === 'public' && replies.length === 0) return [{ ...entry, layer: 'public' }];
  const said = { ...own, rest: [...own.rest, ...replies] };
  return [
    ...(visibility === 'public' ? [{ ...entry, layer: 'public' } as const] : []),
    { ...entry, layer: 'members', texts: said }
  ];
}

function textsOf(row: Row): EntryTexts {
  const { kind, form, stage, type, texts } = row;
  const shown = headingsOf(kind, form ?? 'express').map(({ key }) => texts[key] ?? '');
  return {
    title: row.title,
    nature: [
      CONTRIBUTION_LABELS[kind],
      ...(stage ? [STAGE_LABELS[stage]] : []),
      ...(type ? [OPPORTUNITY_LABELS[type]] : []),
      ...row.actors
    ],
    summary: [row.summary, ...row.words],
    rest: [...row.said, ...shown, row.file].filter((text) => text !== null)
  };
}

/** Who carries it and with whom: as it is written, and the name of the structure. */
const ACTORS = sql`array(select concat_ws(' ', x.label, s.name, s.acronym)
  from contribution_structure x left join structure o on o.id = x.structure_id
  left join structure s on s.id = coalesce(o.merged_into, o.id)
  where x.contribution_id = c.id order by x.position, x.id)`;

const WORDS = sql`array(
  select unnest(m.name || m.synonyms) from contribution_theme x join theme m on m.code = x.theme
    where x.contribution_id = c.id
  union all
  select unnest(m.name || m.synonyms) from contribution_audience x join audience m on m.code = x.audience
    where x.contribution_id = c.id)`;

const NEEDS = sql`array(select n.text from project_need n where n.contribution_id = c.id and n.text <> '')`;

/** Where, as people name it; a whole territory is not a word of what happens in it. */
const ZONES = sql`array(
  select coalesce(zc.name, ze.name) from perimeter_zone z
  left join commune zc on z.level = 'commune' and zc.code = z.code
  left join epci ze on z.level = 'epci' and ze.code = z.code
  where z.perimeter_id = c.perimeter_id and z.mode = 'include' and coalesce(zc.name, ze.name) is not null limit 60)`;

import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { NotFound } from '#shared/errors.ts';
import type { PairingId, PersonId, TerritoryId } from '#shared/ids.ts';
import type { Outcome } from '../../../pairing/feedback.ts';

/** Which of the two a link is for: the one of the other says nothing for her. */
export type Side = 'a' | 'b';

/** The path where one of the two reads her binôme and says what became of it: nothing secret is kept. */
export function pairingLink(id: PairingId, side: Side, version: number): string {
  return `/binome/${writeRowToken(`pairing-${side}`, id, version)}`;
}

export interface Paired {
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly structures: readonly { readonly slug: string; readonly name: string }[];
}

/** A binôme, as one of the two reads it. No address is in it. */
export interface OwnPair {
  readonly id: PairingId;
  readonly side: Side;
  readonly territory: {
    readonly id: TerritoryId;
    readonly slug: string;
    readonly nameWithDe: string;
  };
  /** First day of its month. */
  readonly month: string;
  readonly drawnAt: Date;
  readonly me: Paired;
  readonly other: Paired;
  readonly common: readonly string[];
  readonly dates: readonly Date[];
  readonly mine: Outcome | null;
  readonly theirs: Outcome | null;
  readonly link: string;
}

/** @throws NotFound when it is no link of ours, or serves no more. */
export async function getPairByLink(db: Executor, token: string): Promise<OwnPair> {
  for (const side of ['a', 'b'] as const) {
    const read = readRowToken<PairingId>(`pairing-${side}`, token);
    if (!read) continue;
    const { rows } = await sql<{ version: number; person: PersonId }>`
      select link_version as version, ${sql.ref(`${side}_id`)} as person from pairing
      where id = ${read.id}`.execute(db);
    const [row] = rows;
    if (!row || !read.isOf(row.version)) continue;
    const [found] = await listPairsOf(db, row.person, read.id);
    if (found) return found;
  }
  throw new NotFound(
    'Ce lien n’est pas complet, ou ne sert plus. Ouvrez de nouveau le dernier message reçu\u00a0: vos binômes sont aussi dans «\u00a0Mon espace\u00a0».'
  );
}

/** The binômes of somebody, the last first. The caller decided who reads them. */
export async function listPairsOf(
  db: Executor,
  person: PersonId,
  only: PairingId | null = null
): Promise<OwnPair[]> {
  type Row = Omit<OwnPair, 'link' | 'dates' | 'month'> & {
    readonly version: number;
    readonly month: string;
    readonly dates: readonly string[];
  };
  const { rows } = await sql<Row>`
    select x.id, x.link_version as version, case when x.a_id = ${person} then 'a' else 'b' end as side,
      json_build_object('id', t.id, 'slug', t.slug, 'nameWithDe', t.name_with_de) as territory,
      r.month::text as month, r.drawn_at as "drawnAt", x.common, to_json(x.dates) as dates,
      ${personOf(sql`${person}`)} as me,
      ${personOf(sql`case when x.a_id = ${person} then x.b_id else x.a_id end`)} as other,
      mine.outcome as mine, theirs.outcome as theirs
    from pairing x join pairing_round r on r.id = x.round_id join territory t on t.id = r.territory_id
    left join pairing_feedback mine on mine.pairing_id = x.id and mine.person_id = ${person}
    left join pairing_feedback theirs on theirs.pairing_id = x.id and theirs.person_id <> ${person}
    where ${person} in (x.a_id, x.b_id) and (${only}::bigint is null or x.id = ${only})
    order by r.month desc, x.id desc limit 24`.execute(db);
  return rows.map(({ version, dates, ...row }) => ({
    ...row,
    dates: dates.map((at) => new Date(at)),
    link: pairingLink(row.id, row.side, version)
  }));
}

function personOf(id: ReturnType<typeof sql>) {
  return sql`(select json_build_object('id', p.id, 'name', p.name, 'profession', p.profession,
      'structures', coalesce((select json_agg(json_build_object('slug', s.slug, 'name', s.name) order by a.referent desc, s.name)
        from affiliation a join structure s on s.id = a.structure_id and s.merged_into is null
        join structure_territory st on st.structure_id = s.id and st.territory_id = r.territory_id
        where a.person_id = p.id and a.status = 'active'), '[]'))
    from person p where p.id = ${id})`;
}

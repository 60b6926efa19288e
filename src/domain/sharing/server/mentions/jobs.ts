import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { ContributionKind } from '../../model.ts';
import { HIDDEN } from '../columns/queries.ts';
import { HIDDEN_REPLY } from '../replies/queries.ts';
import { composeMention } from './mails.ts';

/** Time to correct oneself before somebody is told. */
const GRACE_MS = 2 * 60_000;

interface Told {
  readonly mention: number;
  readonly id: ContributionId;
  readonly kind: ContributionKind;
  readonly slug: string;
  readonly title: string;
  readonly reply: number | null;
  readonly by: string;
  readonly structure: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
  }[];
}

/**
 * Tells those who were named, once, when what names them is read by them: published, neither taken off nor hidden. Of a
 * structure, who answers for it. Only members are told. Run twice, it tells nobody twice.
 * @returns how many mentions were told.
 */
export function tellMentions(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<Told>`
      with due as (
        select x.id from mention x join contribution c on c.id = x.contribution_id left join reply r on r.id = x.reply_id
        where x.told_at is null and x.created_at <= ${new Date(now.getTime() - GRACE_MS)}
          and c.status = 'published' and c.removed_at is null and not ${HIDDEN}
          and (r.id is null or (r.removed_at is null and r.kind <> 'review' and not ${HIDDEN_REPLY}))
        order by x.id limit 200 for update of x skip locked)
      update mention x set told_at = ${now} from due, contribution c
      where x.id = due.id and c.id = x.contribution_id
      returning x.id as mention, c.id, c.kind, c.slug, c.title, x.reply_id as reply,
        coalesce((select p.name from person p where p.id = x.by_id), '') as by,
        coalesce((select s.name from structure s where s.id = x.structure_id), '') as structure,
        coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'email', p.email) order by p.id)
          from person p join membership m on m.person_id = p.id
          where m.territory_id = c.territory_id and m.status = 'active' and m.role <> 'reception'
            and p.suspended_at is null and p.id is distinct from x.by_id
            and (p.id = x.person_id or exists (select from affiliation a where a.person_id = p.id
              and a.structure_id = x.structure_id and a.referent and a.status = 'active'))), '[]') as people`.execute(
      tx
    );
    for (const { people, ...named } of rows)
      for (const person of people) await queueMail(tx, composeMention(person, named));
    return rows.length;
  });
}

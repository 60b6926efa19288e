/** The link by which who carries a project answers who is interested, without signing in. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId, InterestId, PersonId } from '#shared/ids.ts';
import { INTEREST_DAYS } from '../../../forms/interest.ts';
import { listCarriers } from '../queries.ts';

const GONE = 'Ce lien ne sert plus. Connectez-vous pour répondre depuis la page du projet.';

/** What a link is about: who answers is in its signature, so that each of those who were written to has her own. */
export interface AskedInterest {
  readonly interest: InterestId;
  readonly project: ContributionId;
  /** Who was written to, and answers. */
  readonly carrier: PersonId;
  /** Who is interested. */
  readonly name: string;
  readonly answeredAt: Date | null;
}

const purpose = (carrier: PersonId) => `interest:${carrier}`;

/** The address in the message of one of those who carry the project. */
export function interestAddress(id: InterestId, version: number, carrier: PersonId): string {
  return siteAddress(`/interet/${writeRowToken(purpose(carrier), id, version)}`);
}

/** What a link asks about. @throws NotFound when it is none of ours, has expired, or its cause was withdrawn. */
export async function getAskedInterest(
  db: Executor,
  token: string,
  now: Date
): Promise<AskedInterest> {
  const read = readRowToken<InterestId>('interest', token);
  if (!read) throw new NotFound(GONE);
  const { rows } = await sql<Omit<AskedInterest, 'carrier'> & { version: number }>`
    select i.id as interest, i.contribution_id as project, p.name, i.answered_at as "answeredAt",
      i.link_version as version
    from interest i join person p on p.id = i.person_id and p.suspended_at is null
    where i.id = ${read.id} and i.withdrawn_at is null
      and i.created_at > ${now}::timestamptz - make_interval(days => ${INTEREST_DAYS})`.execute(db);
  const [found] = rows;
  if (!found) throw new NotFound(GONE);
  const carriers = await listCarriers(db, found.project);
  const carrier = carriers.find(({ id }) =>
    readRowToken<InterestId>(purpose(id), token)?.isOf(found.version)
  );
  if (!carrier) throw new NotFound(GONE);
  const { version: _, ...asked } = found;
  return { ...asked, carrier: carrier.id };
}

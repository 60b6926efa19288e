import type { Actor } from '#domain/identity/model.ts';
import {
  decideConduct,
  reopenConduct,
  reportConduct
} from '#domain/sharing/server/conduct/commands.ts';
import { prolong } from '#domain/sharing/server/opportunities/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { ADMINISTRATORS, ANIMATORS, REFERENTS, ROLES, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** An opportunity of the member, that somebody reported. */
export interface ReportedOpportunity {
  readonly id: ContributionId;
  readonly slug: string;
  readonly report: number;
}

export async function aReportedOpportunity(
  db: Database,
  territory: TerritoryId
): Promise<ReportedOpportunity> {
  const author = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', ROLES.member)
    .executeTakeFirstOrThrow();
  const { id, slug } = await aContribution(db, {
    ...{ kind: 'opportunity', territory, author: author.id as PersonId }
  });
  const { id: report } = await db
    .insertInto('conduct_report')
    .values({ contribution_id: id, territory_id: territory, reason: 'tone' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, slug, report };
}

const now = new Date('2026-11-22T09:00:00Z');
const conduct = 'domain/sharing/server/conduct/commands.ts';
const WHY = { decision: 'kept', reason: 'Cela va.' } as const;
type Call = (db: Database, actor: Actor, of: ReportedOpportunity) => Promise<unknown>;

const CALLS: readonly (readonly [
  string,
  Call,
  here: readonly RoleName[],
  elsewhere: readonly RoleName[]
])[] = [
  [
    `${conduct}#reportConduct`,
    (db, actor, { id }) =>
      reportConduct(
        db,
        actor,
        { about: 'contribution', key: String(id) },
        { reason: 'tone', details: '' }
      ),
    ['member', ...REFERENTS],
    ADMINISTRATORS
  ],
  [
    `${conduct}#decideConduct`,
    (db, actor, { report }) => decideConduct(db, actor, report, WHY, { now }),
    ANIMATORS,
    ADMINISTRATORS
  ],
  [
    `${conduct}#reopenConduct`,
    (db, actor, { report }) => reopenConduct(db, actor, report),
    ANIMATORS,
    ADMINISTRATORS
  ],
  [
    'domain/sharing/server/opportunities/commands.ts#prolong',
    (db, actor, { slug }) => prolong(db, actor, slug, '2026-11-22'),
    ['member'],
    []
  ]
];

/** An opportunity and what is reported of it, here and in a network where none of them is. */
export function ofOpportunities(
  here: ReportedOpportunity,
  elsewhere: ReportedOpportunity
): CommandCase[] {
  return CALLS.flatMap(([command, call, mayHere, mayElsewhere]): CommandCase[] => [
    { command, on: 'here', may: mayHere, call: (db, actor) => call(db, actor, here) },
    { command, on: 'elsewhere', may: mayElsewhere, call: (db, actor) => call(db, actor, elsewhere) }
  ]);
}

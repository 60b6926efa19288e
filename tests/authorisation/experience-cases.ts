import type { Actor } from '#domain/identity/model.ts';
import { draftExperience } from '#domain/sharing/server/drafting/commands.ts';
import { askCoAuthor, leaveCoAuthors, sayReady } from '#domain/sharing/server/people/commands.ts';
import { sayReused, takeBackReuse } from '#domain/sharing/server/reuse/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, PersonId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import type { RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

export interface ToldExperience {
  readonly experience: ContributionId;
  readonly project: ContributionId;
  readonly animator: PersonId;
}

/** What the member wrote, for members; the référente was asked to review it. */
export async function aToldExperience(
  db: Database,
  territory: TerritoryId
): Promise<ToldExperience> {
  const [member, referent, animator] = await Promise.all(
    ['lucie.esquisse', 'ines.essai', 'salome.essai'].map((name) => idOf(db, name))
  );
  const { id } = await aContribution(db, { territory, kind: 'experience', author: member! });
  const project = await aContribution(db, { territory, author: member! });
  await db
    .insertInto('contribution_person')
    .values({ contribution_id: id, person_id: referent!, role: 'reviewer' })
    .execute();
  return { experience: id, project: project.id, animator: animator! };
}

async function idOf(db: Database, name: string): Promise<PersonId> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', `${name}@exemple.test`)
    .executeTakeFirstOrThrow();
  return row.id as PersonId;
}

const now = new Date('2026-11-22T09:00:00Z');
const server = 'domain/sharing/server';
const READERS: RoleName[] = ['member', 'referent', 'animator', 'administrator'];

type Call = (db: Database, actor: Actor, where: ToldExperience) => Promise<unknown>;
const CALLS: Readonly<Record<string, readonly [readonly RoleName[], Call]>> = {
  [`${server}/people/commands.ts#askCoAuthor`]: [
    ['member'],
    (db, actor, { experience, animator }) =>
      askCoAuthor(db, actor, experience, { person: animator, role: 'writer' })
  ],
  [`${server}/people/commands.ts#leaveCoAuthors`]: [
    ['member', 'animator'],
    (db, actor, { experience, animator }) => leaveCoAuthors(db, actor, experience, animator)
  ],
  [`${server}/people/commands.ts#sayReady`]: [
    ['referent'],
    (db, actor, { experience }) => sayReady(db, actor, experience, { isReady: true, now })
  ],
  [`${server}/reuse/commands.ts#sayReused`]: [
    READERS.filter((role) => role !== 'member'),
    (db, actor, { experience }) =>
      sayReused(db, actor, experience, { status: 'done', structure: null, outcome: '' }, { now })
  ],
  [`${server}/reuse/commands.ts#takeBackReuse`]: [
    READERS.filter((role) => role !== 'member'),
    (db, actor, { experience }) => takeBackReuse(db, actor, experience)
  ],
  [`${server}/drafting/commands.ts#draftExperience`]: [
    ['member'],
    (db, actor, { project }) => draftExperience(db, actor, project)
  ]
};

export function ofExperiences(where: ToldExperience): CommandCase[] {
  return Object.entries(CALLS).map(([command, [may, call]]) => ({
    ...{ command, on: 'what a member wrote', may },
    call: (db, actor) => call(db, actor, where)
  }));
}

import type { Actor } from '#domain/identity/model.ts';
import {
  answerInterest,
  sayInterested,
  withdrawInterest
} from '#domain/sharing/server/interests/commands.ts';
import { addNeeds, removeNeed, settleNeed } from '#domain/sharing/server/needs/commands.ts';
import { openProject } from '#domain/sharing/server/projects/commands.ts';
import {
  publish,
  putBack,
  removeContribution,
  unpublish
} from '#domain/sharing/server/publishing/commands.ts';
import { createContribution, writeContribution } from '#domain/sharing/server/writing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, InterestId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';
import { ROLES, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** What the member wrote, for members, with what it looks for and somebody who is interested. */
export interface SharedProject {
  readonly territory: TerritoryId;
  readonly project: ContributionId;
  readonly removed: ContributionId;
  readonly need: number;
  readonly interest: InterestId;
}

export async function aSharedProject(db: Database, territory: TerritoryId): Promise<SharedProject> {
  const author = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', ROLES.member)
    .executeTakeFirstOrThrow();
  const project = await aContribution(db, { territory, author: author.id as never });
  const removed = await aContribution(db, { territory, author: author.id as never });
  await db
    .updateTable('contribution')
    .set({ removed_at: new Date() })
    .where('id', '=', removed.id)
    .execute();
  const need = await db
    .insertInto('project_need')
    .values({ contribution_id: project.id, kind: 'place', position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const reader = await person(db, { roles: [{ territory, role: 'member' }] });
  const interest = await db
    .insertInto('interest')
    .values({ contribution_id: project.id, person_id: reader.id })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    ...{ territory, project: project.id, removed: removed.id },
    ...{ need: need.id, interest: interest.id as InterestId }
  };
}

const now = new Date('2026-11-22T09:00:00Z');
const server = 'domain/sharing/server';
const WRITER: RoleName[] = ['member'];
const NETWORK: RoleName[] = ['member', 'referent', 'animator', 'administrator'];
const OTHERS = NETWORK.filter((role) => role !== 'member');
const MODERATE: RoleName[] = ['member', 'animator', 'administrator'];
const IDEA = { stage: 'idea', startsOn: null, endsOn: null } as const;

type Call = (db: Database, actor: Actor, where: SharedProject) => Promise<unknown>;
const CALLS: Readonly<Record<string, readonly [readonly RoleName[], Call]>> = {
  [`${server}/writing/commands.ts#createContribution`]: [
    NETWORK,
    (db, actor, { territory }) =>
      createContribution(db, actor, 'project', { territory, title: 'Une idée', details: IDEA })
  ],
  [`${server}/projects/commands.ts#openProject`]: [
    NETWORK,
    (db, actor, { territory }) =>
      openProject(
        db,
        actor,
        { territory, title: 'Une idée', details: IDEA },
        { needs: [], publishedAt: now }
      )
  ],
  [`${server}/writing/commands.ts#writeContribution`]: [
    WRITER,
    (db, actor, { project }) => writeContribution(db, actor, project, { summary: 'Autrement.' })
  ],
  [`${server}/publishing/commands.ts#publish`]: [
    WRITER,
    (db, actor, { project }) => publish(db, actor, project, now)
  ],
  [`${server}/publishing/commands.ts#unpublish`]: [
    WRITER,
    (db, actor, { project }) => unpublish(db, actor, project)
  ],
  [`${server}/publishing/commands.ts#removeContribution`]: [
    MODERATE,
    (db, actor, { project }) => removeContribution(db, actor, project, { now, reason: 'Publicité' })
  ],
  [`${server}/publishing/commands.ts#putBack`]: [
    MODERATE,
    (db, actor, { removed }) => putBack(db, actor, removed)
  ],
  [`${server}/needs/commands.ts#addNeeds`]: [
    WRITER,
    (db, actor, { project }) => addNeeds(db, actor, project, [{ kind: 'skills', text: '' }])
  ],
  [`${server}/needs/commands.ts#settleNeed`]: [
    WRITER,
    (db, actor, { project, need }) => settleNeed(db, actor, project, need, { now, isMet: true })
  ],
  [`${server}/needs/commands.ts#removeNeed`]: [
    WRITER,
    (db, actor, { project, need }) => removeNeed(db, actor, project, need)
  ],
  [`${server}/interests/commands.ts#sayInterested`]: [
    OTHERS,
    (db, actor, { project }) => sayInterested(db, actor, project, { message: '' }, { now })
  ],
  [`${server}/interests/commands.ts#withdrawInterest`]: [
    NETWORK,
    (db, actor, { project }) => withdrawInterest(db, actor, project, now)
  ],
  [`${server}/interests/commands.ts#answerInterest`]: [
    WRITER,
    (db, actor, { interest }) =>
      answerInterest(db, actor, interest, { message: 'Voyons-nous jeudi.' }, { now })
  ]
};

export function ofProjects(where: SharedProject): CommandCase[] {
  return Object.entries(CALLS).map(([command, [may, call]]) => ({
    ...{ command, on: 'a project that a member wrote', may },
    call: (db, actor) => call(db, actor, where)
  }));
}

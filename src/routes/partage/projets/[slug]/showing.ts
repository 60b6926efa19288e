/** What the page of a project shows of it to somebody. */
import { listFindable } from '#domain/events/server/listing/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { listSheetsOfContribution } from '#domain/plans/server/about/queries.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { canModerate, canReply, canWrite } from '#domain/sharing/rules.ts';
import { findOwnInterest, listInterests } from '#domain/sharing/server/interests/queries.ts';
import { nameZones } from '#domain/sharing/server/naming/queries.ts';
import { listNeeds } from '#domain/sharing/server/needs/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { listClose } from '../closeness.ts';

export async function showProject(db: Database, actor: Actor, project: Contribution<'project'>) {
  const may = {
    write: canWrite(actor, project.place),
    moderate: canModerate(actor, project.place),
    reply: canReply(actor, project.place)
  };
  const mayTell = may.write || may.moderate;
  const [needs, overlaps, around, zones] = await Promise.all([
    listNeeds(db, [project.id]),
    mayTell ? listClose(db, actor, project) : [],
    readAround(db, actor, project),
    nameZones(db, [...(project.where?.include ?? []), ...(project.where?.exclude ?? [])])
  ]);
  const name = ({ level, code }: { level: string; code: string }) =>
    zones.get(`${level} ${code}`) ?? code;
  return {
    project,
    may,
    needs: needs.get(project.id) ?? [],
    where: [
      ...(project.where?.include ?? []).map(name),
      ...(project.where?.exclude ?? []).map((zone) => `sauf ${name(zone)}`)
    ],
    overlaps,
    ...around,
    interests: may.write ? (await listInterests(db, project.id)).length : 0,
    own:
      actor.kind === 'person' && may.reply ? await findOwnInterest(db, project.id, actor.id) : null
  };
}

/** Meetings, other contributions and sheets of plans, of those the reader may find. */
async function readAround(db: Database, actor: Actor, project: Contribution<'project'>) {
  const [events, related, sheets] = await Promise.all([
    listFindable(db, actor, { events: project.events.map(({ id }) => id), series: [] }),
    listAmong(db, actor, project.related),
    listSheetsOfContribution(db, actor, project.id)
  ]);
  return {
    events: events.map(({ slug, title, startsAt }) => ({ slug, title, startsAt })),
    related,
    sheets
  };
}

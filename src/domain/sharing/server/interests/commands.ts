/** « Ça m’intéresse »: introduces somebody to those who carry a project, and back. What they say is in the messages only. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden, NotFound, type Issue } from '#shared/errors.ts';
import type { ContributionId, InterestId, PersonId } from '#shared/ids.ts';
import { interestAnswerInput, interestInput } from '../../forms/interest.ts';
import type { Contribution } from '../../model.ts';
import { canReply, canWrite } from '../../rules.ts';
import { getContribution, getWritten } from '../queries.ts';
import { composeInterest, composeInterestAnswer } from './mails.ts';
import { listCarriers } from './queries.ts';

const MEMBERS = 'Dire que cela vous intéresse est réservé aux membres du réseau.';
const OWN = 'C’est votre projet\u00a0: ce sont les autres qui disent qu’il les intéresse.';

type Refused =
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/** `written`: whether those who carry it were written to now. */
export type Interested = { readonly ok: true; readonly written: boolean } | Refused;

/**
 * Says that a project interests the actor. Those who carry it are written to once a person: said again after it was taken
 * back, it is said, and nobody is written to a second time.
 * @throws NotFound when she may not read it. @throws Forbidden for whoever writes it or is not of the network.
 */
export function sayInterested(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  input: { readonly message: string },
  { now, reread = false }: { readonly now: Date; readonly reread?: boolean }
): Promise<Interested> {
  return inTransaction(executor, async (tx) => {
    const { project, reader } = await getReached(tx, actor, id);
    const read = parse(interestInput, input, reread);
    if (!read.ok) return read;
    const { rows } = await sql<{ id: InterestId; version: number; introduced: boolean }>`
      insert into interest as i (contribution_id, person_id, created_at) values (${id}, ${reader.id}, ${now})
      on conflict (contribution_id, person_id) do update set withdrawn_at = null
      returning i.id, i.link_version as version, i.introduced_at is not null as introduced`.execute(
      tx
    );
    const interest = rows[0]!;
    if (interest.introduced) return { ok: true, written: false };
    const carriers = await listCarriers(tx, id);
    const structures = await listStructuresOf(tx, reader.id);
    for (const to of carriers) {
      const { title, slug } = project;
      const said = { structures, message: read.message, name: reader.name };
      await queueMail(tx, composeInterest(to, { ...interest, ...said, project: { title, slug } }));
    }
    if (carriers.length > 0)
      await sql`update interest set introduced_at = ${now} where id = ${interest.id}`.execute(tx);
    await note(tx, actor, 'project.interest', project);
    return { ok: true, written: carriers.length > 0 };
  });
}

/** Takes it back: those who carry the project read it no more, and the links they were sent serve no more. @throws NotFound */
export function withdrawInterest(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  now: Date
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const project = await getContribution(tx, actor, { id });
    if (actor.kind !== 'person') throw new Forbidden(MEMBERS);
    const { numUpdatedRows } = await tx
      .updateTable('interest')
      .set({ withdrawn_at: now, link_version: sql`link_version + 1` })
      .where('contribution_id', '=', id)
      .where('person_id', '=', actor.id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await note(tx, actor, 'project.interest-withdrawn', project);
    else if (!canReply(actor, project.place)) throw new Forbidden(MEMBERS);
  });
}

export type InterestAnswered = { readonly ok: true; readonly already: boolean } | Refused;

/**
 * Answers who is interested, in the name of the actor. Answered once: the second of those who carry the project is told.
 * @throws NotFound when it was withdrawn. @throws Forbidden unless the actor writes the project.
 */
export function answerInterest(
  executor: Executor,
  actor: Actor,
  id: InterestId,
  input: { readonly message: string },
  { now, reread = false }: { readonly now: Date; readonly reread?: boolean }
): Promise<InterestAnswered> {
  return inTransaction(executor, async (tx) => {
    const asked = await hold(tx, id);
    const project = await getWritten<'project'>(tx, actor, { id: asked.project });
    if (actor.kind !== 'person') throw new Forbidden(MEMBERS);
    if (asked.isAnswered) return { ok: true, already: true };
    const read = parse(interestAnswerInput, input, reread);
    if (!read.ok) return read;
    await sql`update interest set answered_at = ${now}, answered_by = ${actor.id} where id = ${id}`.execute(
      tx
    );
    const carrier = { id: actor.id, name: actor.name };
    await queueMail(
      tx,
      composeInterestAnswer(asked.person, { project, carrier, message: read.message })
    );
    await note(tx, actor, 'project.interest-answered', project);
    return { ok: true, already: false };
  });
}

/** Held until the transaction ends; whoever said it is still of the network. */
async function hold(tx: Tx, id: InterestId) {
  const { rows } = await sql<{
    project: ContributionId;
    isAnswered: boolean;
    person: { id: PersonId; name: string; email: string };
  }>`
    select i.contribution_id as project, i.answered_at is not null as "isAnswered",
      json_build_object('id', p.id, 'name', p.name, 'email', p.email) as person
    from interest i join person p on p.id = i.person_id and p.suspended_at is null
    join contribution c on c.id = i.contribution_id
    where i.id = ${id} and i.withdrawn_at is null and exists (select from membership m
      where m.person_id = p.id and m.territory_id = c.territory_id and m.status = 'active')
    for no key update of i`.execute(tx);
  if (!rows[0]) throw new NotFound('Cette personne a retiré son intérêt, ou n’est plus du réseau.');
  return rows[0];
}

async function getReached(
  tx: Tx,
  actor: Actor,
  id: ContributionId
): Promise<{ project: Contribution; reader: PersonActor }> {
  await sql`select from contribution where id = ${id} for share`.execute(tx);
  const project = await getContribution(tx, actor, { id });
  if (actor.kind !== 'person' || project.kind !== 'project' || !canReply(actor, project.place))
    throw new Forbidden(MEMBERS);
  if (canWrite(actor, project.place)) throw new Forbidden(OWN);
  return { project, reader: actor };
}

function parse(
  schema: typeof interestInput | typeof interestAnswerInput,
  input: { readonly message: string },
  reread: boolean
): { readonly ok: true; readonly message: string } | Refused {
  const read = schema.safeParse(input);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message
    }));
    return { ok: false, reason: 'invalid', issues };
  }
  return refuseUnread(read.data, reread) ?? { ok: true, message: read.data.message };
}

async function listStructuresOf(tx: Tx, person: PersonId): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.name from affiliation a join structure s on s.id = a.structure_id and s.merged_into is null
    where a.person_id = ${person} and a.status = 'active' order by s.name`.execute(tx);
  return rows.map(({ name }) => name);
}

const note = (tx: Tx, actor: Actor, action: string, { id, title, territory }: Contribution) =>
  recordAudit(tx, actor, {
    action,
    target: { kind: 'contribution', id, label: title },
    territory: territory.id
  });

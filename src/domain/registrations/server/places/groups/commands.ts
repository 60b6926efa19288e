import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Event } from '#domain/events/model.ts';
import { canReadEvent } from '#domain/events/rules.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import {
  checkRequest,
  deskState,
  overlapOf,
  type ClosedReason,
  type DeskForm,
  type RegistrationRequest
} from '../../../desk.ts';
import type { Room } from '../../../places.ts';
import { place } from '../../../requests.ts';
import { freeTextsOf } from '../../../registrant.ts';
import { getDeskForm } from '../../desk/queries.ts';
import { confirmationMail, groupMail, waitingMail } from '../../mails.ts';
import { type Arrival } from '../commands.ts';
import { writeEntry } from '../entries/commands.ts';
import { findEntry } from '../entries/queries.ts';
import type { OpenLedger } from '../ledger/commands.ts';
import { isLive } from '../ledger/queries.ts';
import { atDesk } from '../settling/commands.ts';
import { listFacts, tell } from '../telling/commands.ts';

/** One group fills a minibus, not a machine’s list. */
export const MOST_IN_GROUP = 30;
const PER_ADDRESS = { most: 60, windowSeconds: 3600 };

/** Who registers the others. */
export interface GroupContact {
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly requestKey?: string | null;
}

export type GroupPersonOutcome =
  | {
      readonly ok: true;
      readonly registration: RegistrationId;
      readonly status: 'confirmed' | 'waitlisted';
    }
  | { readonly ok: false; readonly reason: 'already' };

export type GroupOutcome =
  | SecondReadingRefusal
  /** In the order of the people; empty when the same form was sent before. */
  | {
      readonly ok: true;
      readonly people: readonly GroupPersonOutcome[];
      readonly repeated: boolean;
    }
  | { readonly ok: false; readonly reason: ClosedReason; readonly at: Date | null }
  | { readonly ok: false; readonly reason: 'too-many' | 'no-groups' }
  /** Paths begin with the number of the person, from 0: « 2.category ». Nobody is registered. */
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Registers several colleagues at once, in one transaction: each has a place or a rank, one already registered is left
 * as she was. Each is written to, and who registers them receives the whole list.
 * @throws NotFound when the actor may not read the edition.
 */
export async function registerGroup(
  db: Executor,
  actor: Actor,
  eventId: EventId,
  contact: GroupContact,
  people: readonly RegistrationRequest[],
  { now, address }: Arrival
): Promise<GroupOutcome> {
  const [event, form] = [await findEventById(db, eventId), await getDeskForm(db, eventId)];
  if (!event || !canReadEvent(actor, event.place))
    throw new NotFound('Cette rencontre n’existe pas.');
  const state = deskState(form.desk, event, now);
  if (!state.open) return { ok: false, reason: state.reason, at: state.at };
  if (!form.desk.groupsAllowed) return { ok: false, reason: 'no-groups' };
  if (address && !(await allow(db, 'registration-group', address, PER_ADDRESS)))
    return { ok: false, reason: 'too-many' };
  const issues = checkGroup(form, people);
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  const unread = refuseUnread(
    { ...nameOf(contact), ...textsOf(people) },
    people.some(({ reread }) => reread === true)
  );
  if (unread) return unread;
  return atDesk(db, event, now, (tx, { ledger, room }) =>
    registerAll(tx, event, { contact, people, ledger, room, now })
  );
}

/** How she calls herself, « Mme Accueil », is her own name: what is written besides is read again. */
function nameOf({ name }: GroupContact): Record<string, string> {
  return { secretaire: name.replace(/^(?:mme|m\.|mr|mlle|madame|monsieur)\s+/i, '') };
}

/** « 2.repas »: the texts of each person, by her number in the list. */
function textsOf(people: readonly RegistrationRequest[]): Record<string, string> {
  return Object.fromEntries(
    people.flatMap((person, index) =>
      Object.entries(freeTextsOf(person)).map(([field, text]) => [`${index}.${field}`, text])
    )
  );
}

function checkGroup(form: DeskForm, people: readonly RegistrationRequest[]): Issue[] {
  if (people.length === 0) return [{ path: '', message: 'Inscrivez au moins une personne.' }];
  if (people.length > MOST_IN_GROUP)
    return [{ path: '', message: `Inscrivez ${MOST_IN_GROUP} personnes au plus à la fois.` }];
  const emails = people.map(({ email }) => email);
  return people.flatMap((person, index) => {
    const overlap = overlapOf(form, person.sessions);
    const twice = person.email !== null && emails.indexOf(person.email) < index;
    return [
      ...checkRequest(form, person),
      ...(overlap
        ? [
            {
              path: 'sessions',
              message: `« ${overlap[0].title} » et « ${overlap[1].title} » ont lieu en même temps.`
            }
          ]
        : []),
      ...(twice ? [{ path: 'email', message: 'Cette adresse est déjà dans la liste.' }] : [])
    ].map(({ path, message }) => ({ path: `${index}.${path}`, message }));
  });
}

interface Asking {
  readonly contact: GroupContact;
  readonly people: readonly RegistrationRequest[];
  readonly ledger: OpenLedger;
  readonly room: Room;
  readonly now: Date;
}

async function registerAll(tx: Tx, event: Event, asking: Asking): Promise<GroupOutcome> {
  const { contact, people, ledger, now } = asking;
  const state = deskState(ledger, ledger, now);
  if (!state.open) return { ok: false, reason: state.reason, at: state.at };
  const group = await createGroup(tx, event.id, contact, now);
  if (group === null) return { ok: true, people: [], repeated: true };
  const outcomes: GroupPersonOutcome[] = [];
  for (const person of people) outcomes.push(await registerOne(tx, event, person, group, asking));
  const done = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.registration] : []));
  await tell(tx, event, done, (facts) => {
    if (facts.registration.email === null) return null;
    return facts.registration.status === 'confirmed' ? confirmationMail(facts) : waitingMail(facts);
  });
  const refused = people.filter((_person, index) => !outcomes[index]!.ok);
  await queueMail(
    tx,
    groupMail({ event, contact, registered: await listFacts(tx, event, done), already: refused })
  );
  return { ok: true, people: outcomes, repeated: false };
}

/** Null when the same form was sent before. */
async function createGroup(
  tx: Tx,
  event: EventId,
  { name, email, requestKey }: GroupContact,
  now: Date
): Promise<number | null> {
  const row = await tx
    .insertInto('registration_group')
    .values({ event_id: event, name, email, request_key: requestKey ?? null, created_at: now })
    .onConflict((conflict) => conflict.column('request_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function registerOne(
  tx: Tx,
  event: Event,
  request: RegistrationRequest,
  group: number,
  { ledger, room, now, contact }: Asking
): Promise<GroupPersonOutcome> {
  const existing = request.email === null ? null : await findEntry(tx, event.id, request.email);
  if (existing && isLive(existing.status)) return { ok: false, reason: 'already' };
  const given = place(room, request.category, request.sessions);
  const registration = await writeEntry(
    tx,
    event.id,
    {
      ...given,
      request,
      group,
      person: null,
      origin: 'group',
      again: existing?.id ?? null,
      label: `Groupe de ${contact.name}`
    },
    { now, since: ledger.since }
  );
  return { ok: true, registration, status: given.status };
}

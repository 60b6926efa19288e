import type { Actor } from '#domain/identity/model.ts';
import { EVERY_REGISTRATION } from '#domain/registrations/figures.ts';
import { NO_INTERVIEWS } from '#domain/registrations/interviews.ts';
import {
  nameHost,
  offerSlotsFor,
  removeHost,
  removeSlotFor,
  saveInterviewRules
} from '#domain/registrations/server/interviews/organiser/commands.ts';
import { keepBoth } from '#domain/registrations/server/duplicates/commands.ts';
import {
  remindSilent,
  sendInvitations
} from '#domain/registrations/server/invitations/commands.ts';
import { cancelEdition, sendNews } from '#domain/registrations/server/messages/commands.ts';
import {
  addRegistration,
  cancelForSomeone,
  moveRegistration,
  overrulePlace
} from '#domain/registrations/server/places/organiser/commands.ts';
import { recordRegistrationsExport } from '#domain/registrations/server/transfer/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import { aRequest } from '../factories/registrations.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** An edition with somebody registered. */
export interface Followed {
  readonly event: EventId;
  readonly registration: RegistrationId;
  readonly other: RegistrationId;
}

export async function aFollowedEvent(db: Database, event: EventId): Promise<Followed> {
  const rows = await db
    .insertInto('registration')
    .values(
      ['une', 'autre'].map((name) => ({
        ...{ event_id: event, email: `${name}-${event}@exemple.test`, last_name: name },
        status: 'confirmed'
      }))
    )
    .returning('id')
    .execute();
  const [registration, other] = rows.map(({ id }) => id as RegistrationId);
  return { event, registration: registration!, other: other! };
}

const now = new Date('2026-11-22T09:00:00Z');
const HOST = 1 as InterviewHostId;
const WORDS = { subject: 'Bonjour', body: 'Une nouvelle.' };

type Call = (db: Database, actor: Actor, where: Followed) => Promise<unknown>;
const server = 'domain/registrations/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/invitations/commands.ts#sendInvitations`]: (db, actor, { event }) => {
    const audience = {
      ...{ source: 'members' as const, types: [], themes: [], profession: '' },
      ...{ communes: null, pasted: [] }
    };
    return sendInvitations(db, actor, event, { ...WORDS, audience }, now);
  },
  [`${server}/invitations/commands.ts#remindSilent`]: (db, actor, { event }) =>
    remindSilent(db, actor, event, WORDS, now),
  [`${server}/messages/commands.ts#sendNews`]: (db, actor, { event }) =>
    sendNews(db, actor, event, { ...WORDS, filter: EVERY_REGISTRATION, requestKey: 'essai' }),
  [`${server}/messages/commands.ts#cancelEdition`]: (db, actor, { event }) =>
    cancelEdition(db, actor, event, { reason: '' }, now),
  [`${server}/duplicates/commands.ts#keepBoth`]: (db, actor, { event, registration, other }) =>
    keepBoth(db, actor, event, [registration, other], now),
  [`${server}/interviews/organiser/commands.ts#saveInterviewRules`]: (db, actor, { event }) =>
    saveInterviewRules(db, actor, event, NO_INTERVIEWS),
  [`${server}/interviews/organiser/commands.ts#nameHost`]: (db, actor, { event }) => {
    const named = { name: 'Noé Esquisse', email: 'noe@exemple.test', profession: '' };
    const input = { ...named, structure: '', place: 'Hall', description: '' };
    return nameHost(db, actor, event, input, { reread: false });
  },
  [`${server}/interviews/organiser/commands.ts#offerSlotsFor`]: (db, actor, { event }) => {
    const range = { day: '2027-03-18', from: '10:00', until: '11:00' };
    return offerSlotsFor(db, actor, event, { host: HOST, range }, { now });
  },
  [`${server}/interviews/organiser/commands.ts#removeSlotFor`]: (db, actor, { event }) => {
    const asked = { host: HOST, slot: 1 as InterviewSlotId, evenTaken: false };
    return removeSlotFor(db, actor, event, asked, { now });
  },
  [`${server}/interviews/organiser/commands.ts#removeHost`]: (db, actor, { event }) =>
    removeHost(db, actor, event, HOST, { now }),
  [`${server}/transfer/commands.ts#recordRegistrationsExport`]: (db, actor, { event }) =>
    recordRegistrationsExport(db, actor, event, { format: 'csv', count: 2, needs: false }),
  [`${server}/places/organiser/commands.ts#addRegistration`]: (db, actor, { event }) =>
    addRegistration(db, actor, event, aRequest({}), { now, whenFull: 'wait' }),
  [`${server}/places/organiser/commands.ts#moveRegistration`]: (db, actor, { registration }) =>
    moveRegistration(db, actor, registration, { category: null }, { now }),
  [`${server}/places/organiser/commands.ts#overrulePlace`]: (db, actor, { registration }) =>
    overrulePlace(db, actor, registration, null, { now }),
  [`${server}/places/organiser/commands.ts#cancelForSomeone`]: (db, actor, { registration }) =>
    cancelForSomeone(db, actor, registration, { now })
};

/** What the organiser does about invitations and registrations, here and elsewhere. */
export function ofFollowUp(here: Followed, elsewhere: Followed): CommandCase[] {
  const places = [
    { on: 'here', may: ANIMATORS, where: here },
    { on: 'elsewhere', may: ADMINISTRATORS, where: elsewhere }
  ];
  return places.flatMap(({ on, may, where }) =>
    Object.entries(CALLS).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    }))
  );
}

import { VISITOR } from '#domain/identity/model.ts';
import { saveCarpool, writeToCarpooler } from '#domain/registrations/server/carpool/commands.ts';
import { findCarpool } from '#domain/registrations/server/carpool/queries.ts';
import { saveQuestions } from '#domain/registrations/server/desk/asking/commands.ts';
import { saveDesk } from '#domain/registrations/server/desk/commands.ts';
import { saveCategories } from '#domain/registrations/server/desk/places/commands.ts';
import { getDesk } from '#domain/registrations/server/desk/queries.ts';
import { saveHosting } from '#domain/registrations/server/interviews/hosting/commands.ts';
import { nameHost } from '#domain/registrations/server/interviews/organiser/commands.ts';
import { declineInvitation } from '#domain/registrations/server/invitations/answers/commands.ts';
import { sendInvitations } from '#domain/registrations/server/invitations/commands.ts';
import { invitationToken } from '#domain/registrations/server/invitations/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { registerGroup } from '#domain/registrations/server/places/groups/commands.ts';
import { changeRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import type { CommuneCode, EventId, EventInvitationId, QuestionId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { anAttendee, openInterviews } from '../factories/interviews.ts';
import { aRequest, openDesk } from '../factories/registrations.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

const AT = { now: new Date('2027-02-01T10:00:00Z') };

/** How each form of registrations is sent, with a text that names somebody. */
export function sendersOfRegistrations(here: Here): Senders {
  return { ...ofMeeting(here), ...ofInvitations(here), ...ofDesk(here), ...ofPlaces(here) };
}

/** Carpooling and interviews. */
function ofMeeting({ db, actor, territory, text }: Here): Senders {
  return {
    carpoolMessageInput: async () => {
      const { id: event } = await anEvent(db, territory.id);
      const { token: ada } = await anAttendee(db, event, 'Ada');
      const { token: luc } = await anAttendee(db, event, 'Luc');
      const offer = { kind: 'offer', seats: 1, note: '', commune: 'A' as CommuneCode } as const;
      await saveCarpool(db, ada, offer, { reread: false, ...AT });
      const entry = (await findCarpool(db, luc, AT.now))!.entries[0]!.id;
      const from = { address: '192.0.2.9', ...AT };
      return (reread) => writeToCarpooler(db, luc, { entry, message: text }, { reread, ...from });
    },
    interviewHostInput: async () => {
      const { id: event } = await anEvent(db, territory.id);
      await openInterviews(db, event);
      const { token } = await anAttendee(db, event, 'Ada', { profession: 'R356-90' });
      const asked = { card: { place: 'Hall', description: text }, range: null };
      return (reread) => saveHosting(db, token, asked, { reread, ...AT });
    },
    namedHostInput: async () => {
      const { id: event } = await anEvent(db, territory.id);
      const named = { name: 'Noé Esquisse', email: 'noe@exemple.test', place: 'Hall' };
      const input = { ...named, profession: '', structure: '', description: text };
      return (reread) => nameHost(db, actor, event, input, { reread });
    }
  };
}

function ofInvitations(here: Here): Senders {
  const { db, territory, text } = here;
  return {
    messageInput: async () => {
      const { id } = await anEvent(db, territory.id);
      return (reread) => inviteOne(here, id, { subject: 'Venez', body: text, reread });
    },
    declineInput: async () => {
      const { id: event } = await anEvent(db, territory.id);
      await inviteOne(here, event, { subject: 'Venez', body: 'Venez.', reread: false });
      const { id } = await db
        .selectFrom('event_invitation')
        .select('id')
        .where('event_id', '=', event)
        .executeTakeFirstOrThrow();
      const token = invitationToken(id as EventInvitationId, 1);
      return (reread) => declineInvitation(db, token, { comment: text, reread }, NOW);
    }
  };
}

/** Invites somebody to an edition. */
function inviteOne(
  { db, actor }: Here,
  event: EventId,
  words: { subject: string; body: string; reread: boolean }
) {
  const audience = {
    ...{ source: 'pasted' as const, types: [], themes: [], profession: '', communes: null },
    pasted: [{ email: `g${event}@exemple.test`, name: '' }]
  };
  return sendInvitations(db, actor, event, { ...words, audience }, NOW);
}

/** What the organiser asks of those who register. */
function ofDesk({ db, actor, territory, text }: Here): Senders {
  return {
    deskInput: async () => {
      const { id } = await anEvent(db, territory.id);
      const { event: _event, ...asked } = await getDesk(db, id);
      const input = { ...asked, opensAt: null, closesAt: null, message: text };
      return (reread) => saveDesk(db, actor, id, input, { version: asked.version, reread, ...AT });
    },
    categoryInput: async (field) => {
      const { id } = await anEvent(db, territory.id);
      const row = { id: null, label: 'Exposants', note: '', capacity: null, [field]: text };
      return (reread) => saveCategories(db, actor, id, [row], { reread, ...AT });
    },
    questionInput: async (field) => {
      const { id } = await anEvent(db, territory.id);
      const said = field === 'options' ? { options: [text, 'Autre'] } : { [field]: text };
      const row = {
        id: null,
        kind: 'one' as const,
        label: 'Un stand ?',
        hint: '',
        required: false
      };
      const rows = [{ ...row, options: ['Oui', 'Non'], ...said }];
      return (reread) => saveQuestions(db, actor, id, rows, { reread });
    }
  };
}

function ofPlaces(here: Here): Senders {
  const { db, text } = here;
  return {
    registrationInput: async (field) => {
      const { event, answers } = await anOpenQuestion(here);
      const texts = field === 'answers.value' ? { answers } : { [field]: text };
      const email = `a${event}@exemple.test`;
      return (reread) => register(db, VISITOR, event, aRequest({ ...texts, email, reread }), AT);
    },
    registrationChangeInput: async (field) => {
      const { event, answers } = await anOpenQuestion(here);
      const texts = field === 'answers.value' ? { answers } : { [field]: text };
      const asked = aRequest({ email: `b${event}@exemple.test` });
      const made = await register(db, VISITOR, event, asked, AT);
      if (!made.ok) throw new Error(made.reason);
      const token = registrationToken(made.registration, 1);
      return (reread) => changeRegistration(db, token, aRequest({ ...texts, reread }), AT);
    },
    colleagueInput: async (field) => {
      const { event, answers } = await anOpenQuestion(here);
      const texts = field === 'answers.value' ? { answers } : { [field]: text };
      const contact = { name: 'Paul', email: 'paul@exemple.test' };
      const email = `c${event}@exemple.test`;
      return (reread) =>
        registerGroup(db, VISITOR, event, contact, [aRequest({ ...texts, email, reread })], AT);
    },
    groupInput: async () => {
      const { event } = await anOpenQuestion(here);
      const contact = { name: `Paul pour ${text}`, email: 'paul@exemple.test' };
      const email = `d${event}@exemple.test`;
      return (reread) =>
        registerGroup(db, VISITOR, event, contact, [aRequest({ email, reread })], AT);
    }
  };
}

/** An edition whose organiser asks a question. */
async function anOpenQuestion({ db, territory, text }: Here) {
  const { id: event } = await anEvent(db, territory.id);
  await openDesk(db, event);
  const { id } = await db
    .insertInto('registration_question')
    .values({ event_id: event, kind: 'text', label: 'Une question ?' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, answers: [{ question: id as QuestionId, value: text }] };
}

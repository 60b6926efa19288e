import { describe, expect, test } from 'vitest';
import { FREE_TEXT_FIELDS } from '#domain/confidentiality/free-text.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { saveDraft } from '#domain/directory/server/editing/commands.ts';
import { setFrontDoorOrder } from '#domain/directory/server/front-doors/commands.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { refuseRequest, requestToJoin } from '#domain/directory/server/joining/commands.ts';
import { startJoining } from '#domain/directory/server/joining/confirmation/commands.ts';
import { relayMessage } from '#domain/directory/server/relay/commands.ts';
import { findStructureRoute } from '#domain/directory/server/relay/queries.ts';
import { suggestChange } from '#domain/directory/server/suggestions/changes/commands.ts';
import { suggestError, suggestStructure } from '#domain/directory/server/suggestions/commands.ts';
import { decideSuggestion } from '#domain/directory/server/suggestions/moderation/commands.ts';
import { eventInput } from '#domain/events/forms.ts';
import { cancelEvent, updateEvent } from '#domain/events/server/commands.ts';
import { sessionInput } from '#domain/events/programme.ts';
import { createSession, updateSessionText } from '#domain/events/server/programme/commands.ts';
import { answerSurvey } from '#domain/surveys/server/answering/commands.ts';
import { createSurvey, updateSurvey } from '#domain/surveys/server/commands.ts';
import { answerPoll } from '#domain/events/server/poll/answers/commands.ts';
import { openPoll } from '#domain/events/server/poll/commands.ts';
import { inviteGuests } from '#domain/events/server/poll/guests/commands.ts';
import { pollLink } from '#domain/events/server/poll/guests/queries.ts';
import { findPoll } from '#domain/events/server/poll/queries.ts';
import { addSlots } from '#domain/events/server/poll/slots/commands.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { saveTask } from '#domain/events/server/tasks/commands.ts';
import { partnerInput } from '#domain/events/partners.ts';
import {
  createPartner,
  updatePartner,
  updatePartnerWords
} from '#domain/events/server/partners/commands.ts';
import { createRelay } from '#domain/events/server/relays/commands.ts';
import { saveCarpool, writeToCarpooler } from '#domain/registrations/server/carpool/commands.ts';
import { findCarpool } from '#domain/registrations/server/carpool/queries.ts';
import { saveHosting } from '#domain/registrations/server/interviews/hosting/commands.ts';
import {
  nameHost,
  saveInterviewRules
} from '#domain/registrations/server/interviews/organiser/commands.ts';
import { declineInvitation } from '#domain/registrations/server/invitations/answers/commands.ts';
import { sendInvitations } from '#domain/registrations/server/invitations/commands.ts';
import { invitationToken } from '#domain/registrations/server/invitations/queries.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { saveQuestions } from '#domain/registrations/server/desk/asking/commands.ts';
import { saveDesk } from '#domain/registrations/server/desk/commands.ts';
import { saveCategories } from '#domain/registrations/server/desk/places/commands.ts';
import { getDesk } from '#domain/registrations/server/desk/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { registerGroup } from '#domain/registrations/server/places/groups/commands.ts';
import { changeRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import { openTerritory } from '#domain/territory/server/spaces/setup/commands.ts';
import type {
  CommuneCode,
  EventId,
  EventInvitationId,
  MembershipId,
  PollGuestId,
  QuestionId,
  RegistrationId
} from '#shared/ids.ts';
import { anEvent, aSession } from '../../tests/factories/events.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../tests/factories/registrations.ts';
import { aStructure } from '../../tests/factories/structures.ts';
import { anOpenSurvey, typing } from '../../tests/factories/surveys.ts';
import { sendersOfTheDay } from '../../tests/support/free-text-day.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDefaultVocabulary } from './demo.ts';

const NIR = 'Assurée 2 42 03 82 112 005 71';
const NOW = new Date('2026-11-22T10:00:00Z');
const WHOLE: PerimeterInput = {
  certainty: 'declared',
  include: [{ level: 'departement', code: 'D1' }],
  exclude: []
};
const db = await testDatabase();
await loadDefaultVocabulary(db);
const territory = await aTerritory(db);
const place = territory;
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
let turn = 0;

async function aFiche() {
  const input = aStructure({
    name: `Maison ${++turn}`,
    email: 'maison@exemple.test',
    territories: [territory.slug],
    perimeter: { certainty: 'declared', include: [{ level: 'departement', code: 'D1' }] },
    services: [
      {
        name: 'Accueil',
        perimeter: { certainty: 'declared', include: [{ level: 'departement', code: 'D1' }] }
      }
    ]
  });
  const id = await createStructure(db, operator('test'), input);
  const { slug } = await db
    .selectFrom('structure')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, slug, input };
}

/** The fiche with a text at a path: « services.perimeter.note » is the note of the perimeter of each service. */
function put(at: string, fiche: StructureInput): StructureInput {
  const copy = structuredClone(fiche);
  const parts = at.split('.');
  const last = parts.pop()!;
  let holders: Record<string, unknown>[] = [copy as unknown as Record<string, unknown>];
  for (const part of parts)
    holders = holders.flatMap((holder) => [holder[part]].flat() as Record<string, unknown>[]);
  for (const holder of holders) holder[last] = NIR;
  return copy;
}

interface Outcome {
  ok: boolean;
  reason?: string;
}

/** How each form is sent; a form without its line fails. */
const SENT: Record<string, (field: string) => Promise<(reread: boolean) => Promise<Outcome>>> = {
  ...sendersOfTheDay(db, () => ({
    ...{ actor: animator, territory: territory.id, text: NIR },
    structure: async () => {
      const { id } = await aFiche();
      const fiche = db.selectFrom('structure').select('slug').where('id', '=', id);
      return (await fiche.executeTakeFirstOrThrow()).slug;
    }
  })),
  structureInput: async (field) => {
    const { id, input } = await aFiche();
    await db
      .insertInto('structure_draft')
      .values({
        structure_id: id,
        person_id: animator.id,
        base_version: 1,
        content: JSON.stringify(put(field, input))
      })
      .execute();
    return (reread) => saveDraft(db, animator, id, { reread });
  },
  territoryInput: async (field) => (reread) =>
    field === 'frontDoorReason'
      ? setFrontDoorOrder(db, animator, territory.slug, { doors: [], reason: NIR, reread })
      : openTerritory(db, operator('test'), {
          input: { ...territory, slug: 'relu', description: NIR, perimeter: WHOLE },
          reread
        }),
  relayInput: async (field) => {
    const route = await findStructureRoute(db, (await aFiche()).slug);
    const message = {
      name: 'Paul',
      email: 'paul@exemple.test',
      subject: 'Bonjour',
      message: 'Une question.'
    };
    return (reread) =>
      relayMessage(
        db,
        VISITOR,
        route,
        { ...message, [field]: NIR },
        { reread, copy: false, address: '192.0.2.1' }
      );
  },
  errorInput: async () => {
    const { id } = await aFiche();
    const input = {
      part: 'other',
      text: NIR,
      source: '',
      authorName: '',
      authorEmail: '',
      structure: id
    } as const;
    return (reread) => suggestError(db, VISITOR, input, { address: '192.0.2.2', reread }, NOW);
  },
  newStructureInput: async () => {
    const input = {
      name: 'Nouvelle',
      type: 'MSP',
      communeCode: 'A' as CommuneCode,
      text: NIR,
      phone: '',
      website: '',
      source: '',
      authorName: '',
      authorEmail: ''
    };
    return (reread) => suggestStructure(db, VISITOR, input, { address: '192.0.2.3', reread }, NOW);
  },
  changeInput: async (field) => {
    const { id, input } = await aFiche();
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    const proposed = { ...input, text: '', phone: '0536490022', [field]: NIR, structure: id };
    const sender = { address: `192.0.2.${100 + turn}` };
    return (reread) => suggestChange(db, member, proposed, { ...sender, reread }, NOW);
  },
  refusalInput: async () => {
    const { id } = await aFiche();
    const said = { text: '05 36 49 00 09', source: '', authorName: '', authorEmail: '' };
    const sent = await suggestError(
      db,
      VISITOR,
      { ...said, part: 'phone', structure: id },
      { address: '192.0.2.5', reread: false },
      NOW
    );
    if (!sent.ok) throw new Error(sent.reason);
    const refusal = { accept: false, refusal: 'other', more: NIR } as const;
    return (reread) => decideSuggestion(db, animator, sent.id, { ...refusal, reread }, NOW);
  },
  joinRequestInput: async () => {
    const someone = await person(db);
    const input = {
      profession: 'IDE',
      motive: NIR,
      structure: null,
      referent: false,
      territory: place
    };
    return (reread) => requestToJoin(db, someone, { ...input, reread });
  },
  newcomerInput: async () => {
    const input = {
      name: 'Nora',
      email: 'nora@exemple.test',
      profession: 'IDE',
      motive: NIR,
      structure: null,
      referent: false,
      territory: place,
      from: '192.0.2.4'
    };
    return (reread) => startJoining(db, { ...input, reread });
  },
  wordsInput: async () => {
    const someone = await person(db);
    await requestToJoin(db, someone, {
      profession: 'IDE',
      motive: 'Rejoindre',
      structure: null,
      referent: false,
      territory: place,
      reread: false
    });
    const membership = await db
      .selectFrom('membership')
      .select('id')
      .where('person_id', '=', someone.id)
      .executeTakeFirstOrThrow();
    const input = {
      territory: territory.id,
      membership: membership.id as MembershipId,
      place,
      reason: 'other',
      words: NIR
    } as const;
    return (reread) => refuseRequest(db, animator, { ...input, reread });
  },
  eventInput: async (field) => {
    const { id } = await anEvent(db, territory.id);
    const blank = { title: 'Essai', kind: 'meeting', visibility: 'public', venue: {}, access: {} };
    const input = eventInput.parse(blank);
    const [group, name] = field.split('.');
    if (name) Object.assign(input.access, { [name]: NIR });
    else Object.assign(input, { [group!]: NIR });
    return (reread) => updateEvent(db, animator, id, { input, version: 1, reread });
  },
  seriesInput: async () => {
    const series = { territory: territory.id, title: 'Journée', description: NIR };
    return (reread) => createSeries(db, animator, { ...series, reread });
  },
  sessionInput: async (field) => {
    const { id: event } = await anEvent(db, territory.id);
    const hours = { startsAt: '2027-03-18T10:00', endsAt: '2027-03-18T11:00' };
    const session = sessionInput.parse({ kind: 'workshop', title: 'Chutes', ...hours });
    return (reread) =>
      createSession(db, animator, { event, session: { ...session, [field]: NIR }, reread });
  },
  sessionTextInput: async (field) => {
    const { id: event } = await anEvent(db, territory.id);
    const key = { event, session: await aSession(db, event), version: 1 };
    const text = { title: 'Chutes', description: '', materials: '', [field]: NIR };
    return (reread) => updateSessionText(db, animator, key, { text, reread });
  },
  taskInput: async () => {
    const { id } = await anEvent(db, territory.id);
    const input = { title: 'Salle', detail: NIR, daysBefore: 30, assignee: null };
    return (reread) => saveTask(db, animator, id, { task: null, input, reread });
  },
  cancelInput: async () => {
    const { id } = await anEvent(db, territory.id);
    return (reread) => cancelEvent(db, animator, id, { reason: NIR, reread }, NOW);
  },
  partnerInput: async () => {
    const key = await aPartner();
    const input = { ...partnerInput.parse({ name: 'Salle', role: 'partner' }), means: NIR };
    return (reread) => updatePartner(db, animator, key, { ...input, structure: '', reread });
  },
  partnerWordsInput: async () => {
    const key = await aPartner();
    const input = { name: 'Salle', website: '', means: NIR, structure: '' };
    return (reread) => updatePartnerWords(db, animator, key, { ...input, reread });
  },
  eventRelayInput: async () => {
    const { id } = await anEvent(db, territory.id);
    const input = { name: 'Ordre', code: '', message: NIR, structure: '' };
    return (reread) => createRelay(db, animator, id, { ...input, reread });
  },
  carpoolMessageInput: async () => {
    const { id: event } = await anEvent(db, territory.id);
    const [ada, luc] = [await aPlace(event, 'ada'), await aPlace(event, 'luc')];
    const offer = { kind: 'offer', seats: 1, note: '', commune: 'A' as CommuneCode } as const;
    await saveCarpool(db, ada, offer, { reread: false, ...AT });
    const entry = (await findCarpool(db, luc, AT.now))!.entries[0]!.id;
    const from = { address: '192.0.2.9', ...AT };
    return (reread) => writeToCarpooler(db, luc, { entry, message: NIR }, { reread, ...from });
  },
  interviewHostInput: async () => {
    const { id: event } = await anEvent(db, territory.id);
    await openInterviews(event);
    const token = await aPlace(event, 'ada');
    const asked = { card: { place: 'Hall', description: NIR }, range: null };
    return (reread) => saveHosting(db, token, asked, { reread, ...AT });
  },
  namedHostInput: async () => {
    const { id: event } = await anEvent(db, territory.id);
    const named = { name: 'Noé Esquisse', email: 'noe@exemple.test', place: 'Hall' };
    const input = { ...named, profession: '', structure: '', description: NIR };
    return (reread) => nameHost(db, animator, event, input, { reread });
  },
  messageInput: async () => {
    const { id } = await anEvent(db, territory.id);
    return (reread) => inviteOne(id, { subject: 'Venez', body: NIR, reread });
  },
  declineInput: async () => {
    const { id: event } = await anEvent(db, territory.id);
    await inviteOne(event, { subject: 'Venez', body: 'Venez.', reread: false });
    const { id } = await db
      .selectFrom('event_invitation')
      .select('id')
      .where('event_id', '=', event)
      .executeTakeFirstOrThrow();
    const token = invitationToken(id as EventInvitationId, 1);
    return (reread) => declineInvitation(db, token, { comment: NIR, reread }, NOW);
  },
  deskInput: async () => {
    const { id } = await anEvent(db, territory.id);
    const { event: _event, ...asked } = await getDesk(db, id);
    const input = { ...asked, opensAt: null, closesAt: null, message: NIR };
    return (reread) => saveDesk(db, animator, id, input, { version: asked.version, reread, ...AT });
  },
  pollInput: async () => {
    const id = await aPoll();
    return (reread) =>
      openPoll(db, animator, id, { input: { ...POLL, message: NIR }, reread }, NOW);
  },
  pollAnswerInput: async () => {
    const id = await aPoll();
    await openPoll(db, animator, id, { input: POLL }, NOW);
    const guest = await db
      .selectFrom('date_poll_guest')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const token = pollLink(guest.id as PollGuestId, 1)
      .split('/')
      .at(-1)!;
    const { slots } = (await findPoll(db, id))!;
    const answers = new Map(slots.map((slot) => [slot.id, 'yes' as const]));
    return (reread) => answerPoll(db, token, { answers, comment: NIR, reread }, NOW);
  },
  surveyInput: async (field) => {
    const { id: event } = await anEvent(db, territory.id);
    const survey = await createSurvey(db, animator, event, { from: 'blank' });
    const input = { ...SURVEY, [field]: NIR };
    return (reread) =>
      updateSurvey(db, animator, { event, survey, version: 1 }, { input, reread }, NOW);
  },
  surveyWordsInput: async () => {
    const { id: event } = await anEvent(db, territory.id);
    await aPlace(event, 'sondee');
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    const typed = typing(survey, { 0: NIR });
    return (reread) => answerSurvey(db, tokens[0]!, { typed, reread }, NOW);
  },
  invitationInput: async () => {
    const input = {
      role: 'member',
      structure: null,
      message: NIR,
      place,
      guests: [{ email: 'g@exemple.test', name: 'G' }]
    } as const;
    return (reread) => invitePeople(db, animator, { ...input, reread });
  },
  categoryInput: async (field) => {
    const { id } = await anEvent(db, territory.id);
    const row = { id: null, label: 'Exposants', note: '', capacity: null, [field]: NIR };
    return (reread) => saveCategories(db, animator, id, [row], { reread, ...AT });
  },
  questionInput: async (field) => {
    const { id } = await anEvent(db, territory.id);
    const said = field === 'options' ? { options: [NIR, 'Autre'] } : { [field]: NIR };
    const row = { id: null, kind: 'one' as const, label: 'Un stand ?', hint: '', required: false };
    const rows = [{ ...row, options: ['Oui', 'Non'], ...said }];
    return (reread) => saveQuestions(db, animator, id, rows, { reread });
  },
  registrationInput: async (field) => {
    const { event, answers } = await anOpenQuestion();
    const texts = field === 'answers.value' ? { answers } : { [field]: NIR };
    const email = `a${event}@exemple.test`;
    return (reread) => register(db, VISITOR, event, aRequest({ ...texts, email, reread }), AT);
  },
  registrationChangeInput: async (field) => {
    const { event, answers } = await anOpenQuestion();
    const texts = field === 'answers.value' ? { answers } : { [field]: NIR };
    const asked = aRequest({ email: `b${event}@exemple.test` });
    const made = await register(db, VISITOR, event, asked, AT);
    if (!made.ok) throw new Error(made.reason);
    const token = registrationToken(made.registration, 1);
    return (reread) => changeRegistration(db, token, aRequest({ ...texts, reread }), AT);
  },
  colleagueInput: async (field) => {
    const { event, answers } = await anOpenQuestion();
    const texts = field === 'answers.value' ? { answers } : { [field]: NIR };
    const contact = { name: 'Paul', email: 'paul@exemple.test' };
    const email = `c${event}@exemple.test`;
    return (reread) =>
      registerGroup(db, VISITOR, event, contact, [aRequest({ ...texts, email, reread })], AT);
  },
  groupInput: async () => {
    const { event } = await anOpenQuestion();
    const contact = { name: `Paul pour ${NIR}`, email: 'paul@exemple.test' };
    const email = `d${event}@exemple.test`;
    return (reread) =>
      registerGroup(db, VISITOR, event, contact, [aRequest({ email, reread })], AT);
  }
};

const AT = { now: new Date('2027-02-01T10:00:00Z') };

const SURVEY = {
  ...{ title: 'Votre avis', intro: '', thanks: '', opensAt: null },
  ...{ closesAt: null, reminders: 1, remindAfterDays: 3 },
  audience: 'registered' as const,
  resultsShown: 'team' as const
};

const POLL = { message: '', closesOn: '2027-01-10', tallyShown: false };

/** A poll of one date and one guest, that is not open yet. */
async function aPoll(): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, { startsAt: null, endsAt: null });
  await addSlots(db, animator, id, [{ start: '2027-02-04T09:00', end: '2027-02-04T12:00' }], NOW);
  const pasted = [{ email: `sondage${id}@exemple.test`, name: '' }];
  await inviteGuests(db, animator, id, { members: false, types: [], pasted }, NOW);
  return id;
}

async function aPartner() {
  const { id: event } = await anEvent(db, territory.id);
  const input = { name: 'Salle', role: 'partner', structure: '' } as const;
  return { event, partner: await createPartner(db, animator, event, input), version: 1 };
}

function openInterviews(event: EventId) {
  const rules = { open: true, hosts: 'anyone', category: null, most: 3 } as const;
  return saveInterviewRules(db, animator, event, rules);
}

/** Somebody who has a place, by her link. */
async function aPlace(event: EventId, name: string): Promise<string> {
  const { id } = await db
    .insertInto('registration')
    .values({
      ...{ event_id: event, email: `${name}${event}@exemple.test`, first_name: name },
      ...{ last_name: 'Essai', status: 'confirmed' }
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return registrationToken(id as RegistrationId, 1);
}

/** Invites somebody to an edition. */
function inviteOne(event: EventId, words: { subject: string; body: string; reread: boolean }) {
  const audience = {
    ...{ source: 'pasted' as const, types: [], themes: [], profession: '', communes: null },
    pasted: [{ email: `g${event}@exemple.test`, name: '' }]
  } as const;
  return sendInvitations(
    db,
    animator,
    event,
    { ...words, audience: { ...audience, types: [], themes: [] } },
    NOW
  );
}

/** An edition whose organiser asks a question. */
async function anOpenQuestion() {
  const { id: event } = await anEvent(db, territory.id);
  await openDesk(db, event);
  const { id } = await db
    .insertInto('registration_question')
    .values({ event_id: event, kind: 'text', label: 'Une question ?' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, answers: [{ question: id as QuestionId, value: NIR }] };
}

describe('a text that names somebody is refused until it is read again', () => {
  const fields = Object.entries(FREE_TEXT_FIELDS).flatMap(([form, names]) =>
    names.map((field) => ({ form, field }))
  );
  test.each(fields)('$form $field', async ({ form, field }) => {
    const send = await SENT[form]!(field);
    expect(await send(false)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await send(true)).toMatchObject({ ok: true });
  });
});

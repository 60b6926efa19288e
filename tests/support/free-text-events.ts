import { eventInput } from '#domain/events/forms.ts';
import { partnerInput } from '#domain/events/partners.ts';
import { sessionInput } from '#domain/events/programme.ts';
import { cancelEvent, updateEvent } from '#domain/events/server/commands.ts';
import {
  createPartner,
  updatePartner,
  updatePartnerWords
} from '#domain/events/server/partners/commands.ts';
import { answerPoll } from '#domain/events/server/poll/answers/commands.ts';
import { openPoll } from '#domain/events/server/poll/commands.ts';
import { inviteGuests } from '#domain/events/server/poll/guests/commands.ts';
import { addSlots } from '#domain/events/server/poll/slots/commands.ts';
import { createSession, updateSessionText } from '#domain/events/server/programme/commands.ts';
import { createRelay } from '#domain/events/server/relays/commands.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { saveTask } from '#domain/events/server/tasks/commands.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../factories/events.ts';
import { anOpenPoll, POLL_NOW, pollToken } from '../factories/polls.ts';
import { NOW, type Here, type Senders } from './free-text.ts';

const POLL = { message: '', closesOn: '2027-01-10', tallyShown: false };

/** How each form of rencontres is sent, with a text that names somebody. */
export function sendersOfEvents(here: Here): Senders {
  const { db, actor, territory, text } = here;
  return {
    eventInput: async (field) => {
      const { id } = await anEvent(db, territory.id);
      const blank = {
        title: 'Essai',
        kind: 'meeting',
        visibility: 'public',
        venue: {},
        access: {}
      };
      const input = eventInput.parse(blank);
      const [group, name] = field.split('.');
      if (name) Object.assign(input.access, { [name]: text });
      else Object.assign(input, { [group!]: text });
      return (reread) => updateEvent(db, actor, id, { input, version: 1, reread });
    },
    seriesInput: async () => {
      const series = { territory: territory.id, title: 'Journée', description: text };
      return (reread) => createSeries(db, actor, { ...series, reread });
    },
    sessionInput: async (field) => {
      const { id: event } = await anEvent(db, territory.id);
      const hours = { startsAt: '2027-03-18T10:00', endsAt: '2027-03-18T11:00' };
      const session = sessionInput.parse({ kind: 'workshop', title: 'Chutes', ...hours });
      return (reread) =>
        createSession(db, actor, { event, session: { ...session, [field]: text }, reread });
    },
    sessionTextInput: async (field) => {
      const { id: event } = await anEvent(db, territory.id);
      const key = { event, session: await aSession(db, event), version: 1 };
      const typed = { title: 'Chutes', description: '', materials: '', [field]: text };
      return (reread) => updateSessionText(db, actor, key, { text: typed, reread });
    },
    taskInput: async () => {
      const { id } = await anEvent(db, territory.id);
      const input = { title: 'Salle', detail: text, daysBefore: 30, assignee: null };
      return (reread) => saveTask(db, actor, id, { task: null, input, reread });
    },
    cancelInput: async () => {
      const { id } = await anEvent(db, territory.id);
      return (reread) => cancelEvent(db, actor, id, { reason: text, reread }, NOW);
    },
    partnerInput: async () => {
      const key = await aPartner(here);
      const input = { ...partnerInput.parse({ name: 'Salle', role: 'partner' }), means: text };
      return (reread) => updatePartner(db, actor, key, { ...input, structure: '', reread });
    },
    partnerWordsInput: async () => {
      const key = await aPartner(here);
      const input = { name: 'Salle', website: '', means: text, structure: '' };
      return (reread) => updatePartnerWords(db, actor, key, { ...input, reread });
    },
    eventRelayInput: async () => {
      const { id } = await anEvent(db, territory.id);
      const input = { name: 'Ordre', code: '', message: text, structure: '' };
      return (reread) => createRelay(db, actor, id, { ...input, reread });
    },
    pollInput: async () => {
      const id = await aPoll(here);
      return (reread) =>
        openPoll(db, actor, id, { input: { ...POLL, message: text }, reread }, NOW);
    },
    pollAnswerInput: async () => {
      const { id } = await anEvent(db, territory.id, { startsAt: null, endsAt: null });
      const email = `sondage${id}@exemple.test`;
      const poll = await anOpenPoll(db, actor, id, { guests: [email] });
      const token = await pollToken(db, poll.id, email);
      const answers = new Map(poll.slots.map((slot) => [slot.id, 'yes' as const]));
      return (reread) => answerPoll(db, token, { answers, comment: text, reread }, POLL_NOW);
    }
  };
}

async function aPartner({ db, actor, territory }: Here) {
  const { id: event } = await anEvent(db, territory.id);
  const input = { name: 'Salle', role: 'partner', structure: '' } as const;
  return { event, partner: await createPartner(db, actor, event, input), version: 1 };
}

/** A poll of one date and one guest, that is not open yet. */
async function aPoll({ db, actor, territory }: Here): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, { startsAt: null, endsAt: null });
  await addSlots(db, actor, id, [{ start: '2027-02-04T09:00', end: '2027-02-04T12:00' }], NOW);
  const pasted = [{ email: `sondage${id}@exemple.test`, name: '' }];
  await inviteGuests(db, actor, id, { members: false, types: [], pasted }, NOW);
  return id;
}

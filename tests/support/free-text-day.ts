import type { Actor } from '#domain/identity/model.ts';
import { saveCase, setCaseStatus } from '#domain/events/server/workshop/cases/commands.ts';
import {
  inviteToWorkshop,
  keepPoints,
  setWorkshopStatus
} from '#domain/events/server/workshop/commands.ts';
import { readRoom, workshopToken } from '#domain/events/server/workshop/queries.ts';
import { answerCase, saveWords } from '#domain/events/server/workshop/room/commands.ts';
import { saveSummary } from '#domain/minutes/server/commands.ts';
import { saveFollowUp, settleFollowUp } from '#domain/minutes/server/follow-ups/commands.ts';
import { saveItem } from '#domain/minutes/server/items/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, FollowUpId, WorkshopCaseId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { aFiche, NOW, type Here, type Senders } from './free-text.ts';

const WORDS = { does: 'Visites', doesNot: '', doubts: '' };
const CASE = { story: 'Qui appeler ?', commune: '', theme: '', audience: '' };
const POINT = { kind: 'point' as const, title: 'Un point', body: '' };
const FOLLOW_UP = { what: 'Écrire', person: null, structure: '', who: 'La mairie', due: null };

/** How each form of the atelier and of the compte rendu is sent, with a text that names somebody. */
export function sendersOfTheDay(here: Here): Senders {
  return { ...ofWorkshop(here), ...ofMinutes(here) };
}

function ofWorkshop(here: Here): Senders {
  const { db, actor, text } = here;
  const room = () => aRoom(here);
  return {
    workshopWordsInput: async (field) => {
      const { hand, stamp } = await room();
      const words = { ...WORDS, [field]: text };
      return (reread) => saveWords(db, hand, { ...words, stamp, reread });
    },
    workshopCaseInput: async () => {
      const { event } = await room();
      const input = { ...CASE, story: text };
      return (reread) => saveCase(db, actor, event, null, { ...input, reread });
    },
    workshopReplyInput: async () => {
      const { event, hand } = await room();
      const id = await anAskedCase(db, actor, event);
      const input = { answer: 'us' as const, comment: text, known: '' };
      return (reread) => answerCase(db, hand, id, { ...input, reread });
    },
    workshopPointInput: async () => {
      const { event } = await room();
      return (reread) => keepPoints(db, actor, event, { whats: [text], reread });
    }
  };
}

async function aRoom(here: Here) {
  const { db, actor, territory } = here;
  const { id: event } = await anEvent(db, territory.id);
  await inviteToWorkshop(db, actor, event, [(await aFiche(here)).slug]);
  await setWorkshopStatus(db, actor, event, 'open', NOW);
  const token = workshopToken(event, 1);
  const { id, stamp } = (await readRoom(db, token)).workshop.structures[0]!;
  return { event, stamp, hand: { token, structure: id, address: '203.0.113.4' } };
}

async function anAskedCase(db: Database, actor: Actor, event: EventId): Promise<WorkshopCaseId> {
  await saveCase(db, actor, event, null, { ...CASE, reread: false });
  const { id } = await db
    .selectFrom('workshop_case')
    .select('id')
    .where('event_id', '=', event)
    .executeTakeFirstOrThrow();
  await setCaseStatus(db, actor, event, id as WorkshopCaseId, 'asked');
  return id as WorkshopCaseId;
}

function ofMinutes({ db, actor, territory, text }: Here): Senders {
  const edition = async () => (await anEvent(db, territory.id)).id;
  return {
    minutesSummaryInput: async () => {
      const event = await edition();
      const summary = text;
      return (reread) => saveSummary(db, actor, event, { summary, stamp: '', reread });
    },
    minutesItemInput: async (field) => {
      const event = await edition();
      const input = { ...POINT, [field]: text };
      return (reread) => saveItem(db, actor, event, { item: null, version: 0, input, reread });
    },
    followUpInput: async (field) => {
      const event = await edition();
      const input = { ...FOLLOW_UP, [field]: text };
      return (reread) =>
        saveFollowUp(db, actor, event, { followUp: null, version: 0, input, reread });
    },
    outcomeInput: async () => {
      const followUp = await aFollowUp(db, await edition());
      const outcome = text;
      return (reread) =>
        settleFollowUp(db, actor, followUp, { status: 'done', outcome, reread }, NOW);
    }
  };
}

async function aFollowUp(db: Database, event: EventId): Promise<FollowUpId> {
  const validated = { status: 'validated', validated_at: NOW };
  await db
    .insertInto('minutes')
    .values({ event_id: event, ...validated })
    .execute();
  const { id } = await db
    .insertInto('follow_up')
    .values({ event_id: event, what: 'Écrire', who_label: 'La mairie' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as FollowUpId;
}

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
import type { EventId, FollowUpId, TerritoryId, WorkshopCaseId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const WORDS = { does: 'Visites', doesNot: '', doubts: '' };
const CASE = { story: 'Qui appeler ?', commune: '', theme: '', audience: '' };
const POINT = { kind: 'point' as const, title: 'Un point', body: '' };
const FOLLOW_UP = { what: 'Écrire', person: null, structure: '', who: 'La mairie', due: null };

interface Outcome {
  ok: boolean;
  reason?: string;
}

interface Here {
  readonly actor: Actor;
  readonly territory: TerritoryId;
  /** What is typed in the field that is tried. */
  readonly text: string;
  /** The slug of a structure of its own, each time. */
  readonly structure: () => Promise<string>;
}

type Send = (field: string) => Promise<(reread: boolean) => Promise<Outcome>>;

/** How each form of the atelier and of the compte rendu is sent, with a text that names somebody. */
export function sendersOfTheDay(db: Database, here: () => Here): Record<string, Send> {
  return { ...ofWorkshop(db, here), ...ofMinutes(db, here) };
}

function ofWorkshop(db: Database, here: () => Here): Record<string, Send> {
  const room = () => aRoom(db, here());
  return {
    workshopWordsInput: async (field) => {
      const { hand, stamp } = await room();
      const words = { ...WORDS, [field]: here().text };
      return (reread) => saveWords(db, hand, { ...words, stamp, reread });
    },
    workshopCaseInput: async () => {
      const { event } = await room();
      const input = { ...CASE, story: here().text };
      return (reread) => saveCase(db, here().actor, event, null, { ...input, reread });
    },
    workshopReplyInput: async () => {
      const { event, hand } = await room();
      const id = await anAskedCase(db, here().actor, event);
      const input = { answer: 'us' as const, comment: here().text, known: '' };
      return (reread) => answerCase(db, hand, id, { ...input, reread });
    },
    workshopPointInput: async () => {
      const { event } = await room();
      return (reread) => keepPoints(db, here().actor, event, { whats: [here().text], reread });
    }
  };
}

async function aRoom(db: Database, { actor, territory, structure }: Here) {
  const { id: event } = await anEvent(db, territory);
  await inviteToWorkshop(db, actor, event, [await structure()]);
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

function ofMinutes(db: Database, here: () => Here): Record<string, Send> {
  const edition = async () => (await anEvent(db, here().territory)).id;
  return {
    minutesSummaryInput: async () => {
      const event = await edition();
      const summary = here().text;
      return (reread) => saveSummary(db, here().actor, event, { summary, stamp: '', reread });
    },
    minutesItemInput: async (field) => {
      const event = await edition();
      const input = { ...POINT, [field]: here().text };
      return (reread) =>
        saveItem(db, here().actor, event, { item: null, version: 0, input, reread });
    },
    followUpInput: async (field) => {
      const event = await edition();
      const input = { ...FOLLOW_UP, [field]: here().text };
      return (reread) =>
        saveFollowUp(db, here().actor, event, { followUp: null, version: 0, input, reread });
    },
    outcomeInput: async () => {
      const followUp = await aFollowUp(db, await edition());
      const outcome = here().text;
      return (reread) =>
        settleFollowUp(db, here().actor, followUp, { status: 'done', outcome, reread }, NOW);
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

import type { Actor } from '#domain/identity/model.ts';
import {
  beginNewsletter,
  deleteNewsletter,
  writeNewsletter
} from '#domain/discovery/server/newsletter/commands.ts';
import { sendNewsletter } from '#domain/discovery/server/newsletter/sending/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { NewsletterId, TerritoryId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

export interface BegunLetter {
  readonly territory: TerritoryId;
  readonly letter: NewsletterId;
}

/** A letter of a month long past, with some words. */
export async function aBegunLetter(db: Database, territory: TerritoryId): Promise<BegunLetter> {
  const { id } = await db
    .insertInto('newsletter')
    .values({
      territory_id: territory,
      month: '2020-01-01',
      subject: 'La lettre',
      introduction: 'Bonjour.'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { territory, letter: id as NewsletterId };
}

const NOW = new Date('2026-11-22T10:00:00Z');
const INPUT = { subject: 'La lettre', introduction: '', visibility: 'members' as const, items: [] };
type Call = (db: Database, actor: Actor, begun: BegunLetter) => Promise<unknown>;

const letters = 'domain/discovery/server/newsletter';
const CALLS: Readonly<Record<string, Call>> = {
  [`${letters}/commands.ts#beginNewsletter`]: (db, actor, { territory }) =>
    beginNewsletter(db, actor, territory, '2020-02'),
  [`${letters}/commands.ts#writeNewsletter`]: (db, actor, { letter }) =>
    writeNewsletter(db, actor, letter, { input: INPUT, version: 1, reread: false }),
  [`${letters}/commands.ts#deleteNewsletter`]: (db, actor, { letter }) =>
    deleteNewsletter(db, actor, letter),
  [`${letters}/sending/commands.ts#sendNewsletter`]: (db, actor, { letter }) =>
    sendNewsletter(db, actor, letter, { version: 1, now: NOW })
};

/** The letter of a territory, here and elsewhere: who animates it. */
export function ofLetters(all: { here: BegunLetter; elsewhere: BegunLetter }): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, begun: all.here },
    { on: 'elsewhere', may: ADMINISTRATORS, begun: all.elsewhere }
  ].flatMap(({ on, may, begun }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: (db, actor) => call(db, actor, begun)
    }))
  );
}

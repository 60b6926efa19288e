import type { Actor } from '#domain/identity/model.ts';
import { recordPrinting } from '#domain/registrations/server/badges/commands.ts';
import {
  issueCertificates,
  sendCertificates,
  setCertificateWithdrawn
} from '#domain/registrations/server/certificates/commands.ts';
import { attachSheet, deleteSheet } from '#domain/registrations/server/sheets/commands.ts';
import { PLAIN_DAY } from '#domain/seating/replan/day.ts';
import {
  applyReplan,
  endRound,
  reopenRound,
  undoReplan
} from '#domain/seating/server/replan/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { ADMINISTRATORS, ANIMATORS, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';
import type { Followed } from './followup-cases.ts';

const now = new Date('2027-03-20T09:00:00Z');
const PAPER = new TextEncoder().encode('%PDF-1.7\n%%EOF');

type Call = (db: Database, actor: Actor, where: Followed) => Promise<unknown>;
const server = 'domain/registrations/server';
const replan = 'domain/seating/server/replan/commands.ts';
const ORGANISER: Readonly<Record<string, Call>> = {
  [`${server}/certificates/commands.ts#issueCertificates`]: (db, actor, { event }) =>
    issueCertificates(db, actor, event, { now }),
  [`${server}/certificates/commands.ts#sendCertificates`]: (db, actor, { event }) =>
    sendCertificates(db, actor, event, { now }),
  [`${server}/certificates/commands.ts#setCertificateWithdrawn`]: (
    db,
    actor,
    { event, registration }
  ) => setCertificateWithdrawn(db, actor, event, registration, { withdrawn: true, now }),
  [`${server}/sheets/commands.ts#deleteSheet`]: (db, actor, { event }) =>
    deleteSheet(db, actor, event, 1),
  [`${replan}#applyReplan`]: (db, actor, { event }) =>
    applyReplan(db, actor, { event, version: 1, choice: PLAIN_DAY, mark: '', now }),
  [`${replan}#undoReplan`]: (db, actor, { event }) =>
    undoReplan(db, actor, { event, version: 1, now }),
  [`${replan}#endRound`]: (db, actor, { event }) =>
    endRound(db, actor, { event, version: 1, round: 1, now }),
  [`${replan}#reopenRound`]: (db, actor, { event }) =>
    reopenRound(db, actor, { event, version: 1, round: 1, now })
};
const WELCOME: Readonly<Record<string, Call>> = {
  [`${server}/badges/commands.ts#recordPrinting`]: (db, actor, { event }) =>
    recordPrinting(db, actor, event, 'badges', { count: 2 }),
  [`${server}/sheets/commands.ts#attachSheet`]: (db, actor, { event }) =>
    attachSheet(db, actor, event, { key: 'all', name: 'feuille.pdf', file: PAPER })
};

/** What is printed for the day, and what is certified of it. */
export function ofPapers(here: Followed, elsewhere: Followed): CommandCase[] {
  const cases = (calls: typeof WELCOME, on: string, may: readonly RoleName[], where: Followed) =>
    Object.entries(calls).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    }));
  return [
    ...cases(ORGANISER, 'here', ANIMATORS, here),
    ...cases(ORGANISER, 'elsewhere', ADMINISTRATORS, elsewhere),
    ...cases(WELCOME, 'here', [...ANIMATORS, 'reception'], here),
    ...cases(WELCOME, 'elsewhere', ADMINISTRATORS, elsewhere)
  ];
}

import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { VERSION } from '#server/version.ts';
import { Forbidden } from '#shared/errors.ts';
import { listTerritoryDepartements } from '../contours.ts';
import { examineBackups } from './backups.ts';
import { examineContours, judgeDatabase, readDatabaseFacts } from './database.ts';
import type { Finding } from './finding.ts';
import {
  databaseLost,
  describeVersions,
  examineDisk,
  isSynchronised,
  judgeClock,
  measureDatabaseClock
} from './machine.ts';
import { examineMailQueue, examineMailServer } from './mail.ts';
import { examineOrigin, type OriginExamined } from './origin.ts';
import { examineData, examineWork } from './work.ts';

/** What is examined, and how far. */
export interface Patient {
  readonly environment: Environment;
  /** The database, or why there is none. */
  readonly database: Database | { readonly lost: string };
  readonly clock: () => Date;
  /** Ask too the mail server and the public address, which may take seconds. */
  readonly outside: boolean;
  /** Send too what is heavy through the public address, and read the last backup from end to end. */
  readonly heavy: boolean;
  /** Where a real message is to be sent. */
  readonly mailTo: string | null;
}

/**
 * The whole of what is looked at by whoever runs the instance, in the order to be read. Writes nothing, says no secret.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function examine(actor: Actor, patient: Patient): Promise<Finding[]> {
  if (!runsInstance(actor))
    throw new Forbidden('La santé de l’instance est réservée à l’administration de Maillage.');
  const { environment, database, clock } = patient;
  const [inside, disk, backup, mail, origin, synchronised] = await Promise.all([
    'lost' in database ? lost(database.lost) : examineInside(database, clock),
    examineDisk(environment.data),
    examineBackups(environment, clock(), patient.heavy),
    patient.outside ? examineMailServer(environment, patient.mailTo) : null,
    patient.outside ? examineOrigin(environment, patient) : NOT_ASKED,
    isSynchronised()
  ]);
  return [
    describeVersions({ ...{ maillage: VERSION, node: process.versions.node }, ...inside }),
    ...inside.database,
    disk,
    backup,
    judgeClock({ database: inside.clock, origin: origin.clock, synchronised }),
    ...origin.findings,
    ...(mail ? [mail] : []),
    ...inside.rest
  ];
}

const NOT_ASKED: OriginExamined = { findings: [], clock: null };

interface Inside {
  readonly postgres: string | null;
  readonly clock: number | null;
  readonly database: readonly Finding[];
  /** What is read in its tables; nothing when they are not those of this version. */
  readonly rest: readonly Finding[];
}

function lost(reason: string): Inside {
  return { postgres: null, clock: null, database: [databaseLost(reason)], rest: [] };
}

async function examineInside(db: Database, clock: () => Date): Promise<Inside> {
  try {
    const facts = await readDatabaseFacts(db);
    return {
      postgres: facts.version,
      clock: await measureDatabaseClock(db, clock),
      database: [judgeDatabase(facts)],
      rest: facts.missing.length === 0 ? await examineTables(db, clock()) : []
    };
  } catch (error) {
    const { code } = error as { code?: string };
    return lost(`Elle a cessé de répondre${code ? ` (${code})` : ''}.`);
  }
}

async function examineTables(db: Database, now: Date): Promise<Finding[]> {
  return [
    ...(await examineWork(db, now)),
    await examineMailQueue(db, now),
    ...(await examineData(db, now)),
    await examineContours(db, await listTerritoryDepartements(db))
  ];
}

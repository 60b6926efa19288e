import { sql } from 'kysely';
import { urlOf, type Database } from '#server/db/connection.ts';
import { makeBackup, type Backup, type Outside } from '#server/backup/make.ts';
import type { Restoring } from '#server/backup/restore.ts';
import type { Environment } from '#server/env.ts';
import { doubtWaiting } from '#server/mail/recovery.ts';
import { keptSecret } from '#server/secret.ts';
import { LostFile } from '#server/storage/failure.ts';
import { readFile, restoreFile, type StoredFile } from '#server/storage/files.ts';
import { plural } from '#shared/text.ts';

type Say = (line: string) => void;

/** Writes a backup of the whole instance. @throws Refusal. */
export function backUp(db: Database, file: string, configuration: Environment): Promise<Backup> {
  return makeBackup(urlOf(db), file, outsideOf(db, configuration));
}

function outsideOf(db: Database, configuration: Environment): Outside {
  return {
    listFiles: listOutsideFiles,
    readFile: (file) => readOutsideFile(db, file, configuration),
    secret: keptSecret(configuration)
  };
}

/** Documents kept by an S3-compatible store; those of the database are rows like others. */
async function listOutsideFiles(db: Database): Promise<(StoredFile & { mediaType: string })[]> {
  const { rows: present } = await sql<{ shares: boolean }>`
    select to_regclass('public.document_version') is not null as shares`.execute(db);
  // A schema of before there were documents.
  if (!present[0]?.shares) return [];
  const { rows } = await sql<StoredFile & { mediaType: string }>`
    select distinct on (storage_key) storage_key as key, size, sha256, media_type as "mediaType"
    from document_version
    where storage_key like 's3/%' and not exists (select from stored_file f where f.key = storage_key)
    order by storage_key`.execute(db);
  return rows;
}

async function readOutsideFile(
  db: Database,
  file: StoredFile,
  { storage }: Environment
): Promise<Buffer | null> {
  try {
    return await readFile(db, file, storage);
  } catch (error) {
    if (error instanceof LostFile) return null;
    throw error;
  }
}

/**
 * What a restoration asks of the instance. @param moved - the instance the backup comes from has stopped since: what
 * waited there is sent from here.
 */
export function restoringOf({ storage }: Environment, moved: boolean, say: Say): Restoring {
  return {
    putFile: (db, file, bytes) => restoreFile(db, file, bytes, storage),
    settle: async (db) => {
      const doubtful = moved ? 0 : await doubtWaiting(db);
      if (doubtful > 0)
        say(
          `${plural(doubtful, 'courriel attendait', 'courriels attendaient')} quand la sauvegarde a été faite : peut-être partis depuis, ` +
            'ils sont à décider dans /gestion/instance/courriels'
        );
    },
    say
  };
}

/** What a restoration would erase, in words: « 12 personnes ». Empty where there is nothing of anyone. */
export async function listLosses(db: Database): Promise<string[]> {
  const { rows: present } = await sql<{ name: string }>`
    select name from unnest(array['person', 'structure', 'event', 'contribution', 'registration']) name
    where to_regclass('public.' || name) is not null`.execute(db);
  const lines: string[] = [];
  for (const { name } of present) {
    const { rows } = await sql<{
      count: number;
    }>`select count(*) as count from ${sql.table(name)}`.execute(db);
    const [one, many] = LOSSES[name]!;
    const { count } = rows[0]!;
    if (count > 0) lines.push(plural(count, one, many));
  }
  return lines;
}

const LOSSES: Readonly<Record<string, readonly [string, string]>> = {
  person: ['compte', 'comptes'],
  structure: ['structure', 'structures'],
  event: ['rencontre', 'rencontres'],
  contribution: ['partage', 'partages'],
  registration: ['inscription', 'inscriptions']
};

/** @returns the tables of a database that is not Maillage’s: nothing of it may be replaced. */
export async function listStrangers(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname::text as name from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and to_regclass('public.kysely_migration') is null order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

import { Refusal } from '#server/refusal.ts';
import { listMigrations } from '#server/db/migrate.ts';
import { checkSeal, DamagedArchive, readArchive, readEntry } from './archive.ts';
import { Contents, CONTENTS, FORMAT, FormatOnly, Manifest, MANIFEST, SECRET } from './manifest.ts';

export interface CheckedBackup {
  readonly manifest: Manifest;
  readonly contents: Contents;
  readonly secret: string | null;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

const MOST = { description: 50_000_000, secret: 10_000 };

/**
 * Reads a whole backup without touching anything. @throws Refusal when it cannot be read, is damaged, or was made by a
 * newer Maillage.
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  try {
    const sealed = await checkSeal(file);
    return { ...sealed, ...(await readDescriptions(file)) };
  } catch (error) {
    throw explain(error, file);
  }
}

/** @throws Refusal when a newer Maillage made it. */
export async function refuseNewerBackup({ version, migrations }: Manifest): Promise<void> {
  const known = await listMigrations();
  const same = migrations.every((name, at) => known[at] === name);
  if (!same)
    throw new Refusal(
      `Cette sauvegarde vient d’une version de Maillage (${version}) dont le schéma n’est pas connu de celle-ci : ` +
        'installez cette version ou une plus récente, puis recommencez. Rien n’a été touché.'
    );
}

async function readDescriptions(
  file: string
): Promise<Pick<CheckedBackup, 'manifest' | 'contents' | 'secret'>> {
  let manifest: Manifest | null = null;
  let contents: Contents | null = null;
  let secret: string | null = null;
  for await (const entry of readArchive(file)) {
    if (!manifest && entry.name !== MANIFEST)
      throw new DamagedArchive('does not begin as it should');
    if (entry.name === MANIFEST) manifest = readManifest(await readEntry(entry, MOST.description));
    if (entry.name === SECRET) secret = String(await readEntry(entry, MOST.secret));
    if (entry.name === CONTENTS)
      contents = Contents.parse(JSON.parse(String(await readEntry(entry, MOST.description))));
  }
  if (!manifest || !contents) throw new DamagedArchive('has no description');
  return { manifest, contents, secret };
}

function readManifest(bytes: Buffer): Manifest {
  const read: unknown = JSON.parse(String(bytes));
  const { format } = FormatOnly.parse(read);
  if (format > FORMAT)
    throw new Refusal(
      `Cette sauvegarde est d’un format plus récent (${format}) que cette version de Maillage ne sait pas lire (${FORMAT}). ` +
        'Installez la dernière version, puis recommencez. Rien n’a été touché.'
    );
  return Manifest.parse(read);
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof Refusal) return error;
  const { code } = error as { code?: string };
  if (code === 'ENOENT') return new Refusal(`Il n’y a pas de fichier « ${file} ».`);
  if (code === 'EACCES' || code === 'EPERM')
    return new Refusal(`Le compte qui lance Maillage ne peut pas lire « ${file} ».`);
  if (code === 'EISDIR')
    return new Refusal(`« ${file} » est un dossier : indiquez une sauvegarde.`);
  // Sealed, and yet unreadable: it was not made by us. A failure of the disk is told as it is.
  if (code && !(error instanceof DamagedArchive)) return error;
  return new Refusal(
    `« ${file} » n’est pas une sauvegarde de Maillage, ou elle est abîmée ou incomplète. Rien n’a été touché. ` +
      'Prenez-en une autre, ou copiez de nouveau celle-ci de là où elle est gardée.'
  );
}

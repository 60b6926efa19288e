import pg from 'pg';
import { withoutPassword, type Environment } from '#server/env.ts';
import { Refusal } from '#server/refusal.ts';
import { refuseFolderOfAnother } from './folder-owner.ts';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';

/** Everything used exists in PostgreSQL 15. */
const OLDEST = 15;

/**
 * The PostgreSQL to use: the one of `DATABASE_URL`, else the embedded one on the data folder.
 * @param role - `serve` owns the folder; a `command` borrows the server of the running instance.
 * @throws Refusal when it cannot be reached, is too old, or the folder is taken, or somebody else’s while we are root.
 */
export async function openServer(
  environment: Environment,
  role: 'serve' | 'command',
  onProgress: (message: string) => void
): Promise<EmbeddedServer> {
  const { databaseUrl, data, port } = environment;
  // With a server elsewhere too: its folder holds the secret and the backups.
  await refuseFolderOfAnother(data);
  if (!databaseUrl) {
    return startEmbedded({ data, role, port: role === 'serve' ? port : undefined, onProgress });
  }
  await checkServer(databaseUrl);
  return {
    url: databaseUrl,
    shared: true,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve()
  };
}

async function checkServer(url: string): Promise<void> {
  const client = clientOf(url);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; major: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major`
    );
    const server = rows[0];
    if (server && server.major < OLDEST) {
      throw new Refusal(
        `DATABASE_URL mène à PostgreSQL ${server.version} : Maillage demande PostgreSQL ${OLDEST} ou plus récent.`
      );
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      `DATABASE_URL ne mène à aucune base utilisable (${withoutPassword(url)}) : ${reason(error)}.`
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function clientOf(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  } catch {
    throw new Refusal(
      'DATABASE_URL n’est pas une adresse de base lisible : postgres://utilisateur:mot-de-passe@serveur:5432/base'
    );
  }
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ECONNREFUSED') return 'le serveur ne répond pas à cette adresse';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'ce nom de serveur est inconnu';
  if (code === '28P01' || code === '28000') return 'l’utilisateur ou le mot de passe est refusé';
  if (code === '3D000')
    return 'cette base n’existe pas sur le serveur ; créez-la d’abord (createdb)';
  return message;
}

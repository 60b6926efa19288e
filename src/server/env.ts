import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Keeping } from './backup/keeping.ts';
import { Refusal } from './refusal.ts';
import { readBucketAddress, type Bucket } from './storage/address.ts';

export interface Environment {
  readonly port: number;
  /** The address listened on. */
  readonly host: string;
  /** The public address, when there is one; null on one's own machine. */
  readonly origin: URL | null;
  /** The data folder, absolute. */
  readonly data: string;
  /** A PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl: string | null;
  /** A streaming replica of it, for what visitors read. */
  readonly replicaUrl: string | null;
  /** `on`: ready-made accounts and demonstration territories; `empty`: accounts only. */
  readonly demo: 'on' | 'empty' | 'off';
  /** A folder of contours to read instead of downloading them. */
  readonly contours: string | null;
  /** How many reverse proxies stand in front: the client’s address is read that far back, and no further. */
  readonly proxies: number;
  /** Where messages are handed over; null: they are kept in the database. */
  readonly smtpUrl: string | null;
  /** « Maillage <maillage@example.org> » */
  readonly mailFrom: string;
  /** Signs cookies and hashes what is counted; null: the one kept in the data folder (secret.ts). */
  readonly secret: string | null;
  /** Whether this process does the jobs (messages, reminders, purges): false leaves them to another server. */
  readonly worker: boolean;
  /** Style (MapLibre) of a base map under the zoomable maps; its tiles come from the same origin. */
  readonly basemap: URL | null;
  /** An OpenID Connect provider to sign in with. */
  readonly oidc: OpenIdProvider | null;
  /** An S3-compatible store where shared files are kept; null: they are in the database. */
  readonly storage: Bucket | null;
  /** The folder of backups, absolute; null: they are made otherwise. */
  readonly backups: string | null;
  /** How many of them are kept. */
  readonly keptBackups: Keeping;
  /** The heaviest file that may be shared, in bytes. */
  readonly largestFile: number;
  /** Whether each request has its line in the log, or only what goes wrong. */
  readonly logged: 'requests' | 'errors';
  /** Queries at least as long are noted, in milliseconds. */
  readonly slowQuery: number;
  /** What opens `/metriques`; null: nothing does. */
  readonly metricsToken: string | null;
}

export interface OpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says: « ProConnect ». */
  readonly label: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\])$/;

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const Variables = z.object({
  PORT: optional(
    z
      .string()
      .regex(/^\d+$/, 'un nombre entre 0 et 65535 est attendu')
      .transform(Number)
      .refine((port) => port <= 65_535, 'un nombre entre 0 et 65535 est attendu')
  ),
  HOST: optional(z.string()),
  MAILLAGE_ORIGIN: optional(
    z
      .url({
        protocol: /^https?$/,
        error: 'une adresse complète est attendue, comme https://maillage.example.org'
      })
      .transform((text) => new URL(text))
      .refine(
        (url) => url.pathname === '/' && !url.search && !url.hash,
        'l’adresse ne doit contenir ni chemin ni paramètre'
      )
  ),
  MAILLAGE_DATA: optional(z.string()),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, 'une adresse postgres://… est attendue')
  ),
  DATABASE_REPLICA_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, 'une adresse postgres://… est attendue')
  ),
  MAILLAGE_DEMO: optional(
    z.enum(['on', 'empty', 'off'], 'les valeurs possibles sont on, empty et off')
  ),
  MAILLAGE_CONTOURS: optional(z.string().refine(isFolder, 'ce dossier n’existe pas')),
  MAILLAGE_PROXY: optional(
    z
      .string()
      .regex(/^[0-9]$/, 'le nombre de serveurs mandataires, de 0 à 9, est attendu')
      .transform(Number)
  ),
  SMTP_URL: optional(
    z.string().regex(/^smtps?:\/\//, 'une adresse smtp://… ou smtps://… est attendue')
  ),
  MAIL_FROM: optional(
    z
      .string()
      .regex(
        /^([^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'une adresse électronique est attendue'
      )
  ),
  MAILLAGE_SECRET: optional(z.string().min(32, 'au moins 32 caractères sont attendus')),
  MAILLAGE_WORKER: optional(z.enum(['on', 'off'], 'les valeurs possibles sont on et off')),
  BASEMAP_STYLE_URL: optional(
    z
      .url({ protocol: /^https?$/, error: 'une adresse complète est attendue' })
      .transform((text) => new URL(text))
  ),
  OIDC_ISSUER: optional(
    z.url({ protocol: /^https?$/, error: 'une adresse complète est attendue' })
  ),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_LABEL: optional(z.string().max(60)),
  MAILLAGE_STORAGE: optional(
    z.string().refine((text) => text === 'database' || readBucketAddress(text) !== null, {
      error:
        'database, ou l’adresse d’un seau S3 sans clé dedans, est attendue : https://s3.example.org/seau?region=gra'
    })
  ),
  MAILLAGE_STORAGE_KEY: optional(z.string().regex(/^\S+$/, 'un identifiant de clé est attendu')),
  MAILLAGE_STORAGE_SECRET: optional(z.string().regex(/^\S+$/, 'la clé secrète est attendue')),
  MAILLAGE_LOG: optional(
    z.enum(['requests', 'errors'], 'les valeurs possibles sont requests et errors')
  ),
  MAILLAGE_SLOW_QUERY_MS: optional(
    z
      .string()
      .regex(/^\d{1,6}$/, 'un nombre de millisecondes est attendu')
      .transform(Number)
  ),
  METRICS_TOKEN: optional(z.string().regex(/^\S{16,}$/, 'au moins 16 caractères, sans espace')),
  MAILLAGE_BACKUPS: optional(z.string()),
  MAILLAGE_BACKUPS_KEPT: optional(
    z
      .string()
      .regex(
        /^\d{1,3},\d{1,3},\d{1,3}$/,
        'trois nombres sont attendus, de jours, de semaines et de mois : 7,4,12'
      )
      .transform((text) => {
        const [daily = 0, weekly = 0, monthly = 0] = text.split(',').map(Number);
        return { daily, weekly, monthly };
      })
  ),
  MAILLAGE_LARGEST_FILE: optional(
    z
      .string()
      .regex(/^([1-9]|[1-4][0-9]|50)$/, 'un nombre de Mo, de 1 à 50, est attendu')
      .transform(Number)
  )
});

/** What {@link readEnvironment} reads, by name. */
export const VARIABLES: readonly string[] = Object.keys(Variables.shape);

/**
 * The configuration, from environment variables (docs/exploitation.md lists them).
 * Demonstration mode, which offers ready-made accounts, never listens beyond this machine.
 * @throws Refusal naming each variable that is wrong and what is expected.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const parsed = Variables.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `  ${shown(String(issue.path[0]), variables)} : ${issue.message}`
    );
    throw new Refusal(`La configuration est à corriger :\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  const origin = data.MAILLAGE_ORIGIN ?? null;
  const demo = data.MAILLAGE_DEMO ?? (origin ? 'off' : 'on');
  const host = data.HOST ?? (demo === 'off' ? '0.0.0.0' : '127.0.0.1');
  if (data.DATABASE_REPLICA_URL && !data.DATABASE_URL)
    throw new Refusal('DATABASE_REPLICA_URL sans DATABASE_URL : un réplica suit un serveur.');
  if (demo !== 'off') refuseToExposeDemonstration(origin, host);
  return {
    port: data.PORT ?? 3000,
    host,
    origin,
    data: resolve(data.MAILLAGE_DATA ?? 'data'),
    databaseUrl: data.DATABASE_URL ?? null,
    replicaUrl: data.DATABASE_REPLICA_URL ?? null,
    demo,
    contours: data.MAILLAGE_CONTOURS ? resolve(data.MAILLAGE_CONTOURS) : null,
    proxies: data.MAILLAGE_PROXY ?? 0,
    smtpUrl: data.SMTP_URL ?? null,
    mailFrom: mailFrom(data, origin),
    secret: data.MAILLAGE_SECRET ?? null,
    worker: data.MAILLAGE_WORKER !== 'off',
    basemap: data.BASEMAP_STYLE_URL ?? null,
    oidc: openIdProvider(data),
    storage: bucket(data),
    largestFile: (data.MAILLAGE_LARGEST_FILE ?? 20) * 1_000_000,
    // In demonstration, somebody is looking at the terminal.
    logged: data.MAILLAGE_LOG ?? (demo === 'off' ? 'requests' : 'errors'),
    slowQuery: data.MAILLAGE_SLOW_QUERY_MS ?? 500,
    metricsToken: data.METRICS_TOKEN ?? null,
    backups: backupFolder(data),
    keptBackups: data.MAILLAGE_BACKUPS_KEPT ?? { daily: 7, weekly: 4, monthly: 12 }
  };
}

function backupFolder(data: z.output<typeof Variables>): string | null {
  if (data.MAILLAGE_BACKUPS === 'off') return null;
  return resolve(data.MAILLAGE_BACKUPS ?? join(data.MAILLAGE_DATA ?? 'data', 'backups'));
}

function mailFrom(data: z.output<typeof Variables>, origin: URL | null): string {
  if (data.MAIL_FROM) return data.MAIL_FROM;
  if (data.SMTP_URL)
    throw new Refusal('SMTP_URL sans MAIL_FROM : indiquez l’adresse d’expédition des messages.');
  return `Maillage <maillage@${origin?.hostname ?? 'localhost'}>`;
}

function openIdProvider(data: z.output<typeof Variables>): OpenIdProvider | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_LABEL } = data;
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET) return null;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET)
    throw new Refusal('OIDC_ISSUER, OIDC_CLIENT_ID et OIDC_CLIENT_SECRET vont ensemble.');
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    label: OIDC_LABEL ?? 'OpenID Connect'
  };
}

function bucket(data: z.output<typeof Variables>): Bucket | null {
  const { MAILLAGE_STORAGE, MAILLAGE_STORAGE_KEY, MAILLAGE_STORAGE_SECRET } = data;
  const address =
    MAILLAGE_STORAGE && MAILLAGE_STORAGE !== 'database'
      ? readBucketAddress(MAILLAGE_STORAGE)
      : null;
  if (!address && !MAILLAGE_STORAGE_KEY && !MAILLAGE_STORAGE_SECRET) return null;
  if (!address || !MAILLAGE_STORAGE_KEY || !MAILLAGE_STORAGE_SECRET)
    throw new Refusal(
      'MAILLAGE_STORAGE (l’adresse d’un seau S3), MAILLAGE_STORAGE_KEY et MAILLAGE_STORAGE_SECRET vont ensemble.'
    );
  return { ...address, keyId: MAILLAGE_STORAGE_KEY, secret: MAILLAGE_STORAGE_SECRET };
}

function shown(name: string, variables: NodeJS.ProcessEnv): string {
  return `${name}=${/_(SECRET|TOKEN)$/.test(name) ? '…' : withoutPassword(variables[name] ?? '')}`;
}

/** An address as it may be shown and logged. */
export function withoutPassword(url: string): string {
  return url.replace(/:\/\/([^:@/]*):[^@]*@/, '://$1:…@');
}

function refuseToExposeDemonstration(origin: URL | null, host: string): void {
  const remedy =
    'Le mode démonstration prête des comptes à qui les demande : il reste sur cette machine. Indiquez MAILLAGE_DEMO=off';
  if (origin && !isLoopback(origin.hostname)) {
    throw new Refusal(
      `MAILLAGE_ORIGIN=${origin.origin} avec MAILLAGE_DEMO : ${remedy}, ou retirez MAILLAGE_ORIGIN.`
    );
  }
  if (!isLoopback(host)) {
    throw new Refusal(`HOST=${host} : ${remedy} et MAILLAGE_ORIGIN=https://…, ou retirez HOST.`);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** @returns whether this name or address is this machine's own. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

let current: Environment | undefined;

/** The configuration of this process, read once. */
export function environment(): Environment {
  current ??= readEnvironment(process.env);
  return current;
}

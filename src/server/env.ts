import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

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
  /** `on`: ready-made accounts and demonstration territories; `empty`: accounts only. */
  readonly demo: 'on' | 'empty' | 'off';
  /** A folder of contours to read instead of downloading them. */
  readonly contours: string | null;
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
  MAILLAGE_DEMO: optional(
    z.enum(['on', 'empty', 'off'], 'les valeurs possibles sont on, empty et off')
  ),
  MAILLAGE_CONTOURS: optional(z.string().refine(isFolder, 'ce dossier n’existe pas'))
});

/**
 * The configuration, from environment variables (docs/exploitation.md lists them).
 * Demonstration mode, which offers ready-made accounts, never listens beyond this machine.
 * @throws Refusal naming each variable that is wrong and what is expected.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const parsed = Variables.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) =>
        `  ${issue.path.join('.')}=${withoutPassword(variables[String(issue.path[0])] ?? '')} : ${issue.message}`
    );
    throw new Refusal(`La configuration est à corriger :\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  const origin = data.MAILLAGE_ORIGIN ?? null;
  const demo = data.MAILLAGE_DEMO ?? (origin ? 'off' : 'on');
  const host = data.HOST ?? (demo === 'off' ? '0.0.0.0' : '127.0.0.1');
  if (demo !== 'off') refuseToExposeDemonstration(origin, host);
  return {
    port: data.PORT ?? 3000,
    host,
    origin,
    data: resolve(data.MAILLAGE_DATA ?? 'data'),
    databaseUrl: data.DATABASE_URL ?? null,
    demo,
    contours: data.MAILLAGE_CONTOURS ? resolve(data.MAILLAGE_CONTOURS) : null
  };
}

/** An address as it may be shown and logged. */
export function withoutPassword(url: string): string {
  return url.replace(/:\/\/([^:@/]*):[^@]*@/, '://$1:…@');
}

function refuseToExposeDemonstration(origin: URL | null, host: string): void {
  const remedy =
    'Le mode démonstration ouvre la gestion sans compte : il reste sur cette machine. Indiquez MAILLAGE_DEMO=off';
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

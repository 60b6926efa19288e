import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { countWorkers } from '#server/jobs/presence.ts';
import { formatAge } from '#shared/dates.ts';
import { formatNumber, plural } from '#shared/text.ts';
import type { Finding } from './finding.ts';

const MINUTE = 60_000;
const TWO_DAYS = 48 * 60 * MINUTE;
const TASKS = '/gestion/instance/taches';

/** Whether a server does the jobs, and whether they are done in time. */
export async function examineWork(db: Executor, now: Date): Promise<Finding[]> {
  const workers = await countWorkers(db);
  const { rows } = await sql<{ due: number; failed: number; lost: number; oldest: Date | null }>`
    select count(*) filter (where run_at <= ${now} and attempts < max_attempts) as due,
      count(*) filter (where last_error is not null and attempts < max_attempts) as failed,
      count(*) filter (where attempts >= max_attempts and locked_at is null) as lost,
      min(run_at) filter (where run_at <= ${now} and attempts < max_attempts and locked_at is null) as oldest
    from graphile_worker.jobs`.execute(db);
  return [judgeWorkers(workers), judgeTasks(rows[0]!, now)];
}

function judgeWorkers(workers: number): Finding {
  return {
    ...{ check: 'worker', label: 'Travail de fond', state: workers === 0 ? 'bad' : 'good' },
    value: workers === 0 ? 'À l’arrêt' : `${plural(workers, 'serveur')} au travail`,
    detail:
      workers === 0
        ? 'Aucun serveur ne remet les courriels, ne relance ni ne purge.'
        : 'Courriels, relances et purges sont faits.',
    remedy:
      workers === 0
        ? 'Démarrez Maillage, ou retirez MAILLAGE_WORKER=off d’un serveur et redémarrez-le.'
        : null,
    href: TASKS
  };
}

interface Tasks {
  readonly due: number;
  readonly failed: number;
  /** Tried for the last time. */
  readonly lost: number;
  readonly oldest: Date | null;
}

/** How late jobs are, and those that fail. */
export function judgeTasks({ due, failed, lost, oldest }: Tasks, now: Date): Finding {
  const late = oldest ? now.getTime() - oldest.getTime() : 0;
  const state =
    late > 60 * MINUTE ? 'bad' : lost + failed > 0 || late > 10 * MINUTE ? 'watch' : 'good';
  return {
    ...{ check: 'jobs', label: 'Tâches', state },
    value:
      lost + failed > 0
        ? `${formatNumber(lost + failed)} en échec`
        : `${formatNumber(due)} à faire`,
    detail: `${plural(lost, 'abandonnée')}, ${formatNumber(failed)} à refaire${oldest ? ` ; la plus ancienne attend depuis ${formatAge(oldest, now).replace(/^il y a /, '')}` : ''}.`,
    remedy:
      state === 'good'
        ? null
        : lost + failed > 0
          ? 'Lisez pourquoi dans Tâches, réparez, puis refaites-les.'
          : 'Le travail a du retard : redémarrez le serveur qui fait les tâches, ou ajoutez-en un.',
    href: TASKS
  };
}

/** What is erased every night, and the geography that everything is written against. */
export async function examineData(db: Executor, now: Date): Promise<Finding[]> {
  const { rows } = await sql<{ purge: Date | null; year: number | null; since: Date | null }>`
    select (select last_execution from graphile_worker._private_known_crontabs
        where identifier = 'people.purge') as purge,
      (select known_since from graphile_worker._private_known_crontabs
        where identifier = 'people.purge') as since,
      (select max(year) from cog_release) as year`.execute(db);
  const { purge, since, year } = rows[0]!;
  return [judgePurge(purge, since, now), judgeGeography(year, now)];
}

/** @param since - from when the instance knew that it had to. */
export function judgePurge(purge: Date | null, since: Date | null, now: Date): Finding {
  const last = purge ?? since;
  const late = last !== null && now.getTime() - last.getTime() > TWO_DAYS;
  return {
    ...{ check: 'purge', label: 'Dernière purge', state: late ? 'watch' : 'good' },
    value: purge ? formatAge(purge, now) : 'Pas encore faite',
    detail: 'Chaque nuit, selon les durées de conservation.',
    remedy: late
      ? 'Ce qui a dépassé sa durée n’est plus effacé : vérifiez le travail de fond.'
      : null,
    href: '/gestion/instance/conservation'
  };
}

/** The official geography of a year comes out in January. */
export function judgeGeography(year: number | null, now: Date): Finding {
  const old = year === null || year < now.getUTCFullYear();
  return {
    ...{ check: 'geography', label: 'Géographie officielle', state: old ? 'watch' : 'good' },
    value: year === null ? 'Aucune' : String(year),
    detail: old ? 'Communes et intercommunalités ont pu changer.' : 'Celle de l’année en cours.',
    remedy: old ? 'Elle se met à jour avec Maillage : installez sa dernière version.' : null
  };
}

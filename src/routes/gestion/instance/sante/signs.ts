import type { Health } from '#app/health.ts';
import { formatAge } from '#shared/dates.ts';
import { formatNumber, plural } from '#shared/text.ts';

/** One sign of health, in words. */
export interface Sign {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly state: 'good' | 'watch' | 'bad';
  readonly href?: string;
}

const HOUR = 3_600_000;
const GIGA = 1_000_000_000;

/** What to look at, from what was measured. */
export function readSigns(health: Health, now: Date): Sign[] {
  return [
    worker(health),
    mail(health, now),
    decisions(health),
    tasks(health),
    disk(health),
    purge(health, now),
    database(health),
    geography(health, now)
  ];
}

function worker({ workers }: Health): Sign {
  return {
    label: 'Travail de fond',
    value: workers === 0 ? 'À l’arrêt' : `${plural(workers, 'serveur')} au travail`,
    detail:
      workers === 0
        ? 'Aucun serveur ne remet les courriels ni ne relance. Retirez MAILLAGE_WORKER=off d’un serveur, ou redémarrez-le.'
        : 'Courriels, relances et purges sont faits.',
    state: workers === 0 ? 'bad' : 'good',
    href: '/gestion/instance/taches'
  };
}

function mail({ mailWaitingSince, sendsMail }: Health, now: Date): Sign {
  const late = mailWaitingSince ? now.getTime() - mailWaitingSince.getTime() : 0;
  const minutes = Math.round(late / 60_000);
  return {
    label: 'File des courriels',
    value: minutes < 1 ? 'À jour' : `${plural(minutes, 'minute')} de retard`,
    detail: sendsMail
      ? 'Le plus ancien courriel qui devrait être parti.'
      : 'Aucun serveur de messagerie n’est réglé (SMTP_URL) : les courriels sont gardés.',
    state: late > HOUR ? 'bad' : late > HOUR / 6 || !sendsMail ? 'watch' : 'good',
    href: '/gestion/instance/courriels'
  };
}

function decisions({ mailFailed, mailUncertain }: Health): Sign {
  const total = mailFailed + mailUncertain;
  return {
    label: 'Courriels à décider',
    value: formatNumber(total),
    detail: `${plural(mailFailed, 'échec')}, ${plural(mailUncertain, 'envoi incertain', 'envois incertains')}.`,
    state: total > 0 ? 'watch' : 'good',
    href: `/gestion/instance/courriels?etat=${mailUncertain > 0 ? 'uncertain' : 'failed'}`
  };
}

function tasks({ tasksFailed }: Health): Sign {
  return {
    label: 'Tâches en échec',
    value: formatNumber(tasksFailed),
    detail: 'Refaites d’elles-mêmes, de plus en plus tard, puis abandonnées.',
    state: tasksFailed > 0 ? 'watch' : 'good',
    href: '/gestion/instance/taches'
  };
}

function disk({ disk: { free, total } }: Health): Sign {
  const share = total > 0 ? free / total : 0;
  return {
    label: 'Disque du dossier de données',
    value: `${formatNumber(Math.round(free / GIGA))} Go libres`,
    detail: `sur ${formatNumber(Math.round(total / GIGA))} Go.`,
    state: share < 0.05 ? 'bad' : share < 0.15 ? 'watch' : 'good'
  };
}

function purge({ lastPurge }: Health, now: Date): Sign {
  const late = !lastPurge || now.getTime() - lastPurge.getTime() > 48 * HOUR;
  return {
    label: 'Dernière purge',
    value: lastPurge ? formatAge(lastPurge, now) : 'Pas encore faite',
    detail: 'Chaque nuit, selon les durées de conservation.',
    state: late ? 'watch' : 'good',
    href: '/gestion/instance/conservation'
  };
}

function database({ postgres, databaseSize, version, node }: Health): Sign {
  return {
    label: 'Version de Maillage',
    value: version,
    detail: `PostgreSQL ${postgres.split(' ')[0]!}, ${formatNumber(Math.round(databaseSize / 1_000_000))} Mo. Node ${node}.`,
    state: 'good'
  };
}

function geography({ geographyYear }: Health, now: Date): Sign {
  const old = geographyYear === null || geographyYear < now.getUTCFullYear();
  return {
    label: 'Géographie officielle',
    value: geographyYear ? String(geographyYear) : 'Aucune',
    detail: old
      ? 'Elle se met à jour avec Maillage : installez sa dernière version.'
      : 'Celle de l’année en cours.',
    state: old ? 'watch' : 'good'
  };
}

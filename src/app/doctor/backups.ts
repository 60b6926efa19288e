import { listBackups } from '#server/backup/keeping.ts';
import type { Environment } from '#server/env.ts';
import { formatAge } from '#shared/dates.ts';
import { formatNumber } from '#shared/text.ts';
import { good, type Finding } from './finding.ts';

const TWO_DAYS_MS = 48 * 3_600_000;
const LABEL = 'Dernière sauvegarde';
const PAGE = '/gestion/instance/sauvegardes';

/** The age of the last backup in the folder of this server. */
export async function examineBackups(
  { backups: folder }: Pick<Environment, 'backups'>,
  now: Date
): Promise<Finding> {
  const shown = { check: 'backup', label: LABEL, href: PAGE };
  if (!folder)
    return {
      ...{ ...shown, state: 'watch', value: 'Faite autrement' },
      detail: 'MAILLAGE_BACKUPS=off : Maillage n’en fait aucune.',
      remedy: 'Assurez-vous que quelqu’un s’en charge, et en a restauré une.'
    };
  const last = await listBackups(folder).then(
    ([newest]) => newest ?? null,
    () => 'unreadable' as const
  );
  if (last === 'unreadable')
    return {
      ...{ ...shown, state: 'bad', value: 'Introuvable' },
      detail: `${folder} ne peut pas être lu.`,
      remedy:
        'Rendez ce dossier au compte qui lance Maillage, ou indiquez-en un autre avec MAILLAGE_BACKUPS.'
    };
  if (!last)
    return {
      ...{ ...shown, state: 'watch', value: 'Pas encore faite' },
      detail: 'La première sera faite cette nuit.',
      remedy: 'Demandez-en une maintenant, et essayez de la restaurer.'
    };
  const value = formatAge(last.madeAt, now);
  const size = `${formatNumber(Math.max(0.1, Math.round(last.size / 100_000) / 10))} Mo`;
  if (now.getTime() - last.madeAt.getTime() <= TWO_DAYS_MS)
    return good('backup', LABEL, value, `${size}, dans ${folder}.`, PAGE);
  return {
    ...{ ...shown, state: 'bad', value },
    detail: 'Celles des dernières nuits n’ont pas été faites.',
    remedy: 'Regardez pourquoi dans les tâches en échec, réparez, puis demandez-en une maintenant.'
  };
}

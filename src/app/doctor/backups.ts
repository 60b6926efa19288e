import { join } from 'node:path';
import { checkBackup, refuseNewerBackup } from '#server/backup/check.ts';
import { listBackups, type KeptBackup } from '#server/backup/keeping.ts';
import type { Environment } from '#server/env.ts';
import { Refusal } from '#server/refusal.ts';
import { formatAge } from '#shared/dates.ts';
import { formatNumber } from '#shared/text.ts';
import { good, type Finding } from './finding.ts';

const TWO_DAYS_MS = 48 * 3_600_000;
const LABEL = 'Dernière sauvegarde';
const PAGE = '/gestion/instance/sauvegardes';
const SHOWN = { check: 'backup', label: LABEL, href: PAGE } as const;

/**
 * The age of the last backup in the folder of this server.
 * @param whole - read it from end to end too, as before it is restored: it may be long.
 */
export async function examineBackups(
  { backups: folder }: Pick<Environment, 'backups'>,
  now: Date,
  whole = false
): Promise<Finding> {
  if (!folder)
    return {
      ...{ ...SHOWN, state: 'watch', value: 'Faite autrement' },
      detail: 'MAILLAGE_BACKUPS=off : Maillage n’en fait aucune.',
      remedy: 'Assurez-vous que quelqu’un s’en charge, et en a restauré une.'
    };
  const last = await listBackups(folder).then(
    ([newest]) => newest ?? null,
    () => 'unreadable' as const
  );
  if (last === 'unreadable')
    return {
      ...{ ...SHOWN, state: 'bad', value: 'Introuvable' },
      detail: `${folder} ne peut pas être lu.`,
      remedy:
        'Rendez ce dossier au compte qui lance Maillage, ou indiquez-en un autre avec MAILLAGE_BACKUPS.'
    };
  if (!last)
    return {
      ...{ ...SHOWN, state: 'watch', value: 'Pas encore faite' },
      detail: 'La première sera faite cette nuit.',
      remedy: 'Demandez-en une maintenant, et essayez de la restaurer.'
    };
  return judgeLast(last, { folder, now, whole });
}

interface Looking {
  readonly folder: string;
  readonly now: Date;
  readonly whole: boolean;
}

async function judgeLast(last: KeptBackup, { folder, now, whole }: Looking): Promise<Finding> {
  const damage = whole ? await findDamage(join(folder, last.name)) : null;
  if (damage !== null)
    return {
      ...{ ...SHOWN, state: 'bad', value: 'Ne se restaure pas', detail: damage },
      remedy: 'Demandez-en une maintenant, et gardez la précédente jusque-là.'
    };
  const value = formatAge(last.madeAt, now);
  const size = `${formatNumber(Math.max(0.1, Math.round(last.size / 100_000) / 10))} Mo`;
  if (now.getTime() - last.madeAt.getTime() <= TWO_DAYS_MS)
    return good(
      'backup',
      LABEL,
      value,
      `${size}, dans ${folder}${whole ? ', relue en entier' : ''}.`,
      PAGE
    );
  return {
    ...{ ...SHOWN, state: 'bad', value },
    detail: 'Celles des dernières nuits n’ont pas été faites.',
    remedy: 'Regardez pourquoi dans les tâches en échec, réparez, puis demandez-en une maintenant.'
  };
}

/** @returns why it could not be restored; null when it could. */
async function findDamage(file: string): Promise<string | null> {
  try {
    const { manifest } = await checkBackup(file);
    await refuseNewerBackup(manifest);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

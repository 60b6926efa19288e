import { Refusal } from '#server/refusal.ts';

/**
 * What a failure of PostgreSQL or of the file system means to the person who starts Maillage.
 * @param output - an error, or what PostgreSQL wrote (in English: it runs with LC_ALL=C).
 * @param folder - the folder to name.
 */
export function explainFailure(output: string, folder: string): Refusal {
  if (/no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i.test(output)) {
    return new Refusal(
      `Le disque qui porte ${folder} est plein. Libérez de la place, puis relancez : rien n’est perdu.`
    );
  }
  if (/read-only file system|EROFS/i.test(output)) {
    return new Refusal(
      `Le dossier ${folder} est sur un disque en lecture seule. Indiquez-en un autre avec MAILLAGE_DATA=…`
    );
  }
  if (/permission denied|EACCES|EPERM|wrong ownership|invalid permissions/i.test(output)) {
    return new Refusal(
      `Le dossier ${folder} n’est pas accessible au compte qui lance Maillage (${accountName()}). ` +
        'Relancez avec le compte qui l’a créé, rendez-le à ce compte (chown -R), ou indiquez-en un autre avec MAILLAGE_DATA=…'
    );
  }
  if (/ENOTDIR|EEXIST|not a directory/i.test(output)) {
    return new Refusal(`${folder} n’est pas un dossier. Indiquez-en un autre avec MAILLAGE_DATA=…`);
  }
  return new Refusal(
    `PostgreSQL ne démarre pas sur ${folder}, qui semble endommagé. Gardez-en une copie, restaurez une sauvegarde dans un dossier neuf ` +
      `(MAILLAGE_DATA=…). Il a dit :\n${lastLines(output)}`
  );
}

function accountName(): string {
  const uid = process.getuid?.();
  return uid === 0 ? 'root' : (process.env['USER'] ?? `uid ${uid}`);
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-6).join('\n');
}

import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { Refusal } from '#server/refusal.ts';

/**
 * Root may write everywhere, and what it writes is its own: in the folder of a service that runs under its own account, the
 * service could read its database and its secret no more.
 * @param data - the data folder, which may not exist yet.
 * @throws Refusal before anything of it is touched.
 */
export async function refuseFolderOfAnother(data: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await stat(data).then(
    ({ uid }) => uid,
    () => 0
  );
  if (owner === 0) return;
  const name = nameOf(owner);
  throw new Refusal(
    `Le dossier de données ${data} est au compte « ${name} », et cette commande est lancée en root : ses fichiers changeraient de ` +
      `propriétaire, et le service ne pourrait plus les lire. Rien n’a été touché. Lancez-la sous ce compte : ` +
      `runuser -u ${name} -- …, ou la commande « maillage » de docs/exploitation.md.`
  );
}

function nameOf(uid: number): string {
  const { status, stdout } = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : `#${uid}`;
}

import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { checkBackup, refuseNewerBackup, type CheckedBackup } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { connect } from '#server/db/connection.ts';
import { Refusal } from '#server/refusal.ts';
import { keepSecret } from '#server/secret.ts';
import { enumerate, formatNumber, plural } from '#shared/text.ts';
import { listLosses, listStrangers, restoringOf } from '../backups.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

const OPTIONS = {
  replace: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  moved: { type: 'boolean', default: false }
} as const;
const WORD = 'remplacer';

export const command: Command = {
  name: 'restore',
  summary: 'Restaurer une sauvegarde, dans une instance neuve ou à la place de celle-ci',
  usage: [
    'restore FICHIER',
    'restore FICHIER --moved   (l’instance d’origine est arrêtée depuis la sauvegarde : les courriels qui attendaient partiront)',
    'restore FICHIER --replace [--yes]   (efface ce qu’il y a dans cette instance)'
  ].join('\n'),
  async run(context, args) {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [file, ...rest] = positionals;
    if (!file || rest.length > 0)
      throw new BadUsage('« restore » attend le fichier d’une sauvegarde.');
    context.progress('Vérification de la sauvegarde…');
    const checked = await checkBackup(file);
    await refuseNewerBackup(checked.manifest);
    const url = await context.databaseAddress();
    await mayReplace(url, values);
    const say = (line: string) => context.progress(line);
    const restoring = restoringOf(context.environment, values.moved, say);
    const restored = await restoreBackup(url, file, checked, restoring);
    keepItsSecret(context, checked);
    const { lost } = checked.contents;
    context.print(
      `Restauré : ${formatNumber(restored.rows)} lignes dans ${plural(checked.manifest.tables.length, 'table')}, ` +
        `${plural(restored.files, 'fichier')} ; chaque table a été relue et comparée à la sauvegarde. Vous pouvez lancer Maillage.`,
      { ...restored, lost, made_at: checked.manifest.madeAt, version: checked.manifest.version }
    );
  }
};

/** @throws Refusal, with what would be lost, unless the person has said so. */
async function mayReplace(
  url: string,
  { replace, yes }: { readonly replace: boolean; readonly yes: boolean }
): Promise<void> {
  const db = connect(url, { max: 1 });
  try {
    const strangers = await listStrangers(db);
    if (strangers.length > 0)
      throw new Refusal(
        `Cette base contient ${plural(strangers.length, 'table')} qui ne sont pas de Maillage (${strangers.slice(0, 3).join(', ')}…) : ` +
          'restaurez dans une base à lui seul. Rien n’a été touché.'
      );
    const losses = await listLosses(db);
    if (losses.length === 0) return;
    const consequence = `Cette instance n’est pas vide : ${enumerate(losses)} seraient effacés, sans retour, et remplacés par la sauvegarde.`;
    if (!replace)
      throw new Refusal(
        `${consequence} Rien n’a été touché. Pour le faire : sauvegardez-la d’abord (maillage backup FICHIER), puis ajoutez --replace.`
      );
    if (!yes) await askForWord(consequence);
  } finally {
    await db.destroy();
  }
}

async function askForWord(consequence: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Refusal(
      `${consequence} Rien n’a été touché. Sans clavier pour le confirmer, ajoutez --yes.`
    );
  const keyboard = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+C, Ctrl+D and a terminal that is closed are answers too: the question is refused, or never answered.
  const left = once(keyboard, 'close').then(() => '');
  const asked = keyboard.question(`${consequence}\nÉcrivez « ${WORD} » pour continuer : `);
  const answer = await Promise.race([asked.catch(() => ''), left]);
  keyboard.close();
  if (answer.trim().toLowerCase() !== WORD)
    throw new Refusal('Rien n’a été touché : la restauration est abandonnée.');
}

/** What signs links already sent and connections: without it they would all be refused. */
function keepItsSecret({ environment, progress }: CommandContext, { secret }: CheckedBackup): void {
  if (environment.secret !== null)
    progress(
      'MAILLAGE_SECRET est indiqué : donnez-lui la valeur de l’instance d’origine, sinon ses liens et ses connexions ne valent plus.'
    );
  else if (secret !== null) keepSecret(environment, secret);
  else
    progress(
      'La sauvegarde ne contient pas le secret de l’instance d’origine (MAILLAGE_SECRET) : indiquez-le, sinon ses liens et ses connexions ne valent plus.'
    );
}

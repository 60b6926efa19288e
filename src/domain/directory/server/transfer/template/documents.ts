import type { Executor } from '#server/db/connection.ts';
import type { OutgoingFile } from '#server/http/files.ts';
import { neutralise } from '../../../transfer/cells.ts';
import type { Column } from '../../../transfer/column.ts';
import { CONTACT_COLUMNS, SERVICE_COLUMNS } from '../../../transfer/service-columns.ts';
import { STRUCTURE_COLUMNS } from '../../../transfer/structure-columns.ts';
import { csvText } from '../documents.ts';
import { listVocabulary } from '../intake/queries.ts';
import { writeWorkbookBytes, type SheetContent } from '../workbook/documents.ts';

const COLUMNS: Column[] = [...STRUCTURE_COLUMNS, ...SERVICE_COLUMNS, ...CONTACT_COLUMNS];

/** The file to fill in: the headers and one invented example to delete. */
export async function writeTemplate(db: Executor, format: 'csv' | 'xlsx'): Promise<OutgoingFile> {
  const rows = [
    COLUMNS.map(({ header }) => header),
    COLUMNS.map(({ example }) => neutralise(example))
  ];
  if (format === 'csv') {
    return {
      fileName: 'modele-structures.csv',
      mimeType: 'text/csv; charset=utf-8',
      body: once(`\ufeff${csvText(rows)}`)
    };
  }
  const sheets: SheetContent[] = [
    {
      name: 'Structures',
      rows,
      widths: COLUMNS.map(({ header }) => Math.max(14, header.length + 2))
    },
    { name: 'Mode d’emploi', rows: instructions(), widths: [34, 90, 50] },
    { name: 'Valeurs', rows: await acceptedValues(db), widths: [22, 60] }
  ];
  return {
    fileName: 'modele-structures.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    body: once(await writeWorkbookBytes(sheets))
  };
}

async function* once(content: string | Uint8Array) {
  yield content;
}

function instructions(): string[][] {
  return [
    ['Colonne', 'Comment la remplir', 'Exemple'],
    [
      '',
      'Une ligne par service ; une structure sans service tient sur une ligne. L’ordre des colonnes est libre ; celles que vous supprimez ne changent rien aux fiches existantes.',
      ''
    ],
    [
      '',
      'Une cellule vidée vide le champ de la fiche. Supprimez la ligne d’exemple avant d’envoyer le fichier : rien n’est écrit avant que vous ayez lu le rapport.',
      ''
    ],
    ...COLUMNS.map(({ header, help, example }) => [header, help, neutralise(example)])
  ];
}

async function acceptedValues(db: Executor): Promise<string[][]> {
  const { types, themes, audiences } = await listVocabulary(db);
  const part = (kind: string, words: readonly { code: string; name: string }[]) =>
    words.map(({ code, name }) => [kind, kind === 'Type' ? `${code} — ${name}` : name]);
  return [
    ['Liste', 'Valeur'],
    ...part('Type', types),
    ...part('Besoin', themes),
    ...part('Public', audiences)
  ].map((row) => row.map(neutralise));
}

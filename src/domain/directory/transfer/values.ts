/** Reading and writing one cell according to the kind of its column. */
import { normalise } from '#shared/text.ts';
import {
  ROUNDED_BY_EXCEL,
  readDate,
  readIdentifier,
  readInstant,
  readLines,
  readList,
  readPhone,
  readPostalCode,
  readYesNo,
  writeInstant,
  writeLines,
  writePostalCode
} from './cells.ts';
import type { Column } from './column.ts';
import { didYouMean, dictionary, type Dictionary, type Vocabulary } from './words.ts';

/** The codes of an instance, found by the words of a file. */
export interface Dictionaries {
  types: Dictionary;
  themes: Dictionary;
  audiences: Dictionary;
}

export function dictionaries(vocabulary: Vocabulary): Dictionaries {
  return {
    types: dictionary(vocabulary.types),
    themes: dictionary(vocabulary.themes),
    audiences: dictionary(vocabulary.audiences)
  };
}

export type Reading = { ok: true; value: unknown } | { ok: false; message: string };

const ok = (value: unknown): Reading => ({ ok: true, value });
const refuse = (message: string): Reading => ({ ok: false, message });

/** Words of closed lists: the first of each line is what exports write. */
const WORDS: Record<string, Record<string, string[]>> = {
  status: {
    active: ['active', 'actif', 'ouverte', 'ouvert'],
    closed: ['fermée', 'ferme', 'fermé', 'closed']
  },
  reliability: {
    confirmed: ['confirmé', 'confirmée', 'confirmed'],
    partial: ['partiel', 'partielle', 'partial'],
    to_confirm: ['à confirmer', 'to confirm']
  },
  fees: { gratuit: ['gratuit', 'gratuite'], payant: ['payant', 'payante'] },
  visibility: {
    public: ['tous', 'tout le monde', 'public'],
    members: ['membres', 'members'],
    nobody: ['personne', 'nobody', 'aucun']
  },
  solicitedBy: {
    professionnels: ['professionnels', 'professionnel'],
    usagers: ['usagers', 'usager', 'personnes', 'habitants'],
    aidants: ['aidants', 'aidant']
  },
  solicitedThrough: {
    telephoner: ['téléphoner', 'téléphone'],
    'envoyer-un-courriel': ['envoyer un courriel', 'courriel', 'e-mail', 'mail'],
    'se-presenter': ['se présenter', 'sur place'],
    'utiliser-lien-mobilisation': [
      'utiliser le lien',
      'utiliser lien mobilisation',
      'lien',
      'en ligne'
    ]
  },
  certainty: {
    declared: ['déclaré', 'declared'],
    everywhere: ['partout', 'everywhere', 'france'],
    unknown: ['inconnu', 'non renseigné', 'à préciser', 'unknown']
  }
};

/** The code of a word of a closed list, or the words it accepts. */
export function readWord(list: keyof typeof WORDS, cell: string): Reading {
  const word = normalise(cell);
  const entries = Object.entries(WORDS[list]!);
  const found = entries.find(([, forms]) => forms.some((form) => normalise(form) === word));
  if (found) return ok(found[0]);
  const accepted = entries.map(([, forms]) => `« ${forms[0]} »`).join(', ');
  return refuse(`« ${cell} » n’est pas reconnu : écrivez ${accepted}`);
}

export function writeWord(list: keyof typeof WORDS, code: string): string {
  return WORDS[list]![code]?.[0] ?? code;
}

/** Empty cells of these kinds hold nothing rather than an empty text. */
const NULL_WHEN_EMPTY = new Set([
  'siret',
  'finess',
  'commune',
  'instant',
  'date',
  'parent',
  'externalId'
]);

/** What an empty cell says, in a column that the file has. */
function emptyValue(column: Column): unknown {
  if (NULL_WHEN_EMPTY.has(column.kind) || NULL_WHEN_EMPTY.has(column.field)) return null;
  switch (column.kind) {
    case 'lines':
    case 'list':
    case 'themes':
    case 'audiences':
    case 'solicitedBy':
    case 'solicitedThrough':
      return [];
    case 'status':
      return 'active';
    case 'reliability':
      return 'to_confirm';
    case 'visibility':
      return 'nobody';
    case 'yesNo':
      return false;
    case 'number':
      return 6;
    case 'text':
      return column.field === 'slug' ? undefined : '';
    case 'type':
      return undefined;
    default:
      return '';
  }
}

/** What a cell says, or why it cannot be read. Zones and communes are read elsewhere: they need the map. */
export function readCell(column: Column, cell: string, known: Dictionaries): Reading {
  if (cell.trim() === '') return ok(emptyValue(column));
  switch (column.kind) {
    case 'type':
      return readType(cell, known.types);
    case 'themes':
      return readCodes(cell, known.themes, 'besoin');
    case 'audiences':
      return readCodes(cell, known.audiences, 'public');
    case 'siret':
    case 'finess':
      return identifier(cell, column.kind === 'siret' ? 14 : 9, 1);
    case 'postalCode':
      return ok(readPostalCode(cell));
    case 'phone':
      return ROUNDED_BY_EXCEL.test(cell.trim()) ? rounded(cell) : ok(readPhone(cell));
    case 'yesNo':
      return answerOf(cell);
    case 'number':
      return numberOf(cell);
    case 'lines':
      return ok(readLines(cell));
    case 'list':
      return ok(readList(cell));
    case 'instant':
      return ok(readInstant(cell));
    case 'date':
      return ok(readDate(cell));
    case 'status':
    case 'reliability':
    case 'fees':
    case 'visibility':
      return readWord(column.kind, cell);
    case 'solicitedBy':
    case 'solicitedThrough':
      return readWords(column.kind, cell);
    default:
      return ok(cell);
  }
}

function answerOf(cell: string): Reading {
  const answer = readYesNo(cell);
  return answer === null ? refuse(`« ${cell} » n’est ni « oui » ni « non »`) : ok(answer);
}

function numberOf(cell: string): Reading {
  const number = Number(cell.trim().replace(',', '.'));
  return Number.isFinite(number) ? ok(number) : refuse(`« ${cell} » n’est pas un nombre`);
}

function rounded(cell: string): Reading {
  return refuse(
    `« ${cell} » a été arrondi par le tableur et ses chiffres sont perdus. Mettez la colonne au format Texte et saisissez de nouveau le numéro`
  );
}

function identifier(cell: string, length: number, missing: number): Reading {
  if (ROUNDED_BY_EXCEL.test(cell.trim())) return rounded(cell);
  return ok(readIdentifier(cell, length, missing));
}

function readType(cell: string, types: Dictionary): Reading {
  const code = types.find(cell);
  if (code !== null) return ok(code);
  return refuse(`type inconnu : « ${cell.trim()} ».${didYouMean(types.suggest(cell))}`);
}

function readCodes(cell: string, words: Dictionary, what: string): Reading {
  const codes: string[] = [];
  const unknown: string[] = [];
  for (const word of readList(cell)) {
    const code = words.find(word);
    if (code === null) unknown.push(word);
    else codes.push(code);
  }
  if (unknown.length === 0) return ok([...new Set(codes)]);
  return refuse(
    unknown
      .map((word) => `${what} inconnu : « ${word} ».${didYouMean(words.suggest(word))}`)
      .join(' ')
  );
}

function readWords(list: 'solicitedBy' | 'solicitedThrough', cell: string): Reading {
  const readings = readList(cell).map((word) => readWord(list, word));
  const refused = readings.find((reading) => !reading.ok);
  return (
    refused ?? ok([...new Set(readings.map((reading) => (reading.ok ? reading.value : null)))])
  );
}

/** The text of a cell, before {@link import('./cells.ts').neutralise}. */
export function writeCell(column: Column, value: unknown, known: Dictionaries): string {
  if (value === null || value === undefined || value === '') return '';
  switch (column.kind) {
    case 'type':
      return known.types.show(value as string);
    case 'themes':
      return (value as string[]).map((code) => known.themes.show(code)).join(' ; ');
    case 'audiences':
      return (value as string[]).map((code) => known.audiences.show(code)).join(' ; ');
    case 'status':
    case 'reliability':
    case 'fees':
    case 'visibility':
      return writeWord(column.kind, value as string);
    case 'solicitedBy':
    case 'solicitedThrough':
      return (value as string[])
        .map((word) => writeWord(column.kind as 'solicitedBy', word))
        .join(' ; ');
    case 'yesNo':
      return value === true ? 'oui' : 'non';
    case 'lines':
      return writeLines(value as string[]);
    case 'postalCode':
      return writePostalCode(value as string);
    case 'list':
      return (value as string[]).join(' ; ');
    case 'instant':
      return writeInstant(value as string);
    default:
      return `${value as string | number}`;
  }
}

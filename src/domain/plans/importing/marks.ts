/** What tells which sheet this is: « Fiche n° 28 », « Action 3.3.3 », « Axe III – … », « Objectif opérationnel 3.3 : … ». */

export interface Mark {
  readonly kind: 'number' | 'code' | 'axis' | 'objective' | 'title' | 'name';
  /** As the text writes it: « Fiche action n° ». */
  readonly label: string;
  readonly value: string;
  /** What follows on the line: most often a title. */
  readonly rest: string;
}

const NUMERO = anyCase(String.raw`(?:n\s?[°º]\s?|no\.?\s|numéro\s|#)?`);
const VALUE = String.raw`(\d{1,4}(?:\.\d{1,3}){0,4}(?:\s?(?:bis|ter|quater)(?!\p{L}))?|\p{Lu}{1,3}[-. ]?\d{1,4}(?:\.\d{1,3}){0,3})`;
const LEVEL = String.raw`(\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,5}|\p{Lu})`;
/** After a number: what parts it from a title, if anything. */
const END = String.raw`(?![\p{L}\p{N}]|[-.]\p{L})\s?(?:[.:–—-]+(?=\s|$))?\s?(.*)$`;

const SHEET = named('fiches?(?:[ -]?(?:action|projet))?s?', VALUE);
const ACTION = named('(?:action|code|mesure|référence)', VALUE);
const AXIS = named(
  String.raw`(?:axe|orientation|thématique|priorité)(?:\s(?:stratégique|prioritaire|de travail|transversale?))?`,
  LEVEL
);
const OBJECTIVE = named(
  String.raw`(?:sous-)?objectif(?:\s(?:stratégique|opérationnel|général|spécifique))?`,
  LEVEL
);
const CODE = /^(\d{1,3}(?:\.\d{1,3}){1,4})(?:\s?[.:–—-]+(?=\s|$))?\s?(.*)$/u;
const TITLE =
  /^((?:titre|intitul[ée]|nom)(?:\s(?:de\s(?:la\s|l[’']\s?)|du\s)(?:fiche(?:[ -]action)?|action|projet))?)\s?(?::\s?(.*))?$/iu;
const NAME = /^(?:fiche(?:s?[ -]?(?:action|projet))?s?|action)\s?:?$/iu;

/** A name in any case, with « n° » or without, then its value, then a title. */
function named(name: string, value: string): RegExp {
  return new RegExp(
    String.raw`^(${anyCase(name)}(?!\p{L})\s{0,2}${NUMERO}:?\s?)${value}${END}`,
    'u'
  );
}

/** A pattern for any case and with or without accents, where the flag would also bend `\p{Lu}`. */
function anyCase(source: string): string {
  return source.replace(/(?<!\\)[a-zé]/gu, (letter) =>
    letter === 'é' ? '[éÉeE]' : `[${letter}${letter.toUpperCase()}]`
  );
}

/** Longest line that may be a mark; past it, it is prose. */
const LONGEST = 600;

/** What a line, or a cell, says of which sheet this is; null when it says nothing of it. */
export function readMark(line: string): Mark | null {
  if (line.length > LONGEST) return null;
  const text = line.trim();
  return (
    read('number', SHEET, text) ??
    read('code', ACTION, text) ??
    read('axis', AXIS, text) ??
    read('objective', OBJECTIVE, text) ??
    readTitle(text)
  );
}

/** « Fiche 28 » alone or with its title: where a sheet of several begins. */
export function readSheetMark(line: string): Mark | null {
  return line.length > LONGEST ? null : read('number', SHEET, line.trim());
}

/** « Action 3.3.3 » or « 3.3.3 Étendre la Journée »: how sheets that have no number are told apart. */
export function readActionMark(line: string): Mark | null {
  return line.length > LONGEST ? null : read('code', ACTION, line.trim());
}

/** A code alone: « 3.3.3 ». */
export function readCode(line: string): { readonly code: string; readonly rest: string } | null {
  const found = CODE.exec(line.trim());
  return found ? { code: found[1]!, rest: found[2] ?? '' } : null;
}

/** « Axe », « Objectif », « Code », « N° »: a label whose value is in the next cell. */
export function readFieldName(cell: string): Mark['kind'] | null {
  const text = cell.replace(/\s?:$/u, '');
  if (/^(?:axe|orientation)(?:\sstrat[ée]gique)?$/iu.test(text)) return 'axis';
  if (/^objectif(?:\s(?:strat[ée]gique|op[ée]rationnel))$/iu.test(text)) return 'objective';
  if (/^(?:code|r[ée]f[ée]rence)(?:\sde l[’']action)?$/iu.test(text)) return 'code';
  if (/^(?:num[ée]ro|n\s?[°º])(?:\sde (?:la )?fiche)?$/iu.test(text)) return 'number';
  return null;
}

function read(kind: Mark['kind'], expression: RegExp, text: string): Mark | null {
  const found = expression.exec(text);
  if (!found) return null;
  return { kind, label: found[1]!.trim(), value: found[2]!.trim(), rest: (found[3] ?? '').trim() };
}

function readTitle(text: string): Mark | null {
  const title = TITLE.exec(text);
  if (title) return { kind: 'title', label: title[1]!, value: '', rest: title[2] ?? '' };
  return NAME.test(text) ? { kind: 'name', label: text, value: '', rest: '' } : null;
}

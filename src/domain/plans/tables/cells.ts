/** How a value is kept in a cell of the workbook of a plan, and read back whatever a person did with it. */
import { z } from 'zod';
import { readDate, readYesNo, restore } from '#domain/directory/transfer/cells.ts';
import { readAmount, typedAmount } from '#domain/events/budget.ts';
import { isCivilDay } from '#shared/dates.ts';
import { normalise } from '#shared/text.ts';
import type { IndicatorKind } from '../indicators.ts';

/** What a spreadsheet gives of a cell. */
export type RawCell = string | number | boolean | Date | null | undefined;

/** value: as the nature of its indicator says. */
export type CellKind = 'key' | 'text' | 'day' | 'euros' | 'number' | 'yes-no' | 'value';

export interface Column {
  /** Also the path of the field, as commands name it: « texts.stakes », « targets.2027 ». */
  readonly key: string;
  readonly label: string;
  readonly width: number;
  readonly kind: CellKind;
  /** What may be written: code → words. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Why it cannot be changed in a workbook. */
  readonly locked?: string;
  /** A line that is known cannot be without. */
  readonly required?: boolean;
  /** Nobody has to see it. */
  readonly hidden?: boolean;
}

/**
 * A cell in its one form, so that two that say the same are the same: a day « 2026-03-12 », an amount in cents, a number
 * with a dot, a choice by its words; '' when empty.
 */
export type CellRead =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly wrong: string };

/** A cell holds no more in a spreadsheet; past this the text stays on its page. */
const LONGEST = 32_000;
export const TOO_LONG = '[Texte trop long pour une cellule\u00a0: modifiez-le sur la fiche.]';

/** A text as a cell keeps it: without the characters that a workbook refuses, nor the spaces nobody sees. */
export function tidy(text: string): string {
  const kept = text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
  return kept.length > LONGEST ? TOO_LONG : kept;
}

/** @param nature - of the indicator of the row, for cells of kind « value ». */
export function readCell(column: Column, raw: RawCell, nature: IndicatorKind = 'count'): CellRead {
  if (raw === null || raw === undefined || (typeof raw === 'string' && raw.trim() === ''))
    return read(column.kind === 'yes-no' ? 'non' : '');
  if (column.choices) return readChoice(column.choices, raw);
  switch (column.kind) {
    case 'day':
      return readDay(raw);
    case 'euros':
      return readEuros(raw);
    case 'number':
      return readNumber(raw);
    case 'yes-no':
      return readAnswer(raw);
    case 'value':
      return readMeasured(raw, nature);
    default:
      return read(tidy(restore(textOf(raw))));
  }
}

const read = (value: string): CellRead => ({ ok: true, value });
const refuse = (wrong: string): CellRead => ({ ok: false, wrong });

function textOf(raw: NonNullable<RawCell>): string {
  if (raw instanceof Date) return isoDay(raw).split('-').reverse().join('/');
  return typeof raw === 'boolean' ? (raw ? 'oui' : 'non') : String(raw);
}

const isoDay = (date: Date) => date.toISOString().slice(0, 10);

function readChoice(
  choices: Readonly<Record<string, string>>,
  raw: NonNullable<RawCell>
): CellRead {
  const asked = normalise(textOf(raw));
  const found = Object.entries(choices).find(([code, words]) =>
    [code, words].some((one) => normalise(one) === asked)
  );
  if (found) return read(found[1]);
  return refuse(
    `«\u00a0${textOf(raw)}\u00a0» n’est pas un choix\u00a0: ${Object.values(choices).join(', ')}`
  );
}

/** Days since the 30th of December 1899, as a spreadsheet counts them in a cell that is not shown as a date. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

function readDay(raw: NonNullable<RawCell>): CellRead {
  const isSerial = typeof raw === 'number' && raw > 20_000 && raw < 100_000;
  const date = isSerial ? new Date(EPOCH + Math.floor(raw) * DAY_MS) : raw;
  const day = date instanceof Date ? isoDay(date) : readDate(restore(textOf(date)));
  return isCivilDay(day) ? read(day) : refuse('une date comme 12/03/2027');
}

function readEuros(raw: NonNullable<RawCell>): CellRead {
  const cents = typeof raw === 'number' ? Math.round(raw * 100) : readAmount(restore(textOf(raw)));
  if (cents === null) return read('');
  if (cents === undefined || !Number.isSafeInteger(cents) || cents < 0)
    return refuse('un montant comme 1 500 ou 1 500,50');
  return read(String(cents));
}

function readNumber(raw: NonNullable<RawCell>): CellRead {
  const value = numberOf(raw);
  return value === null ? refuse('un nombre') : read(writeNumber(value));
}

/** « 1 234,5 », « −3 », « 85 % ». */
function numberOf(raw: NonNullable<RawCell>): number | null {
  if (typeof raw === 'number') return raw;
  const bare = restore(textOf(raw))
    .replaceAll(/[\s\u00a0\u202f%€]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
}

/** Spreadsheets count in binary: what they add at the end is no change. */
export function writeNumber(value: number): string {
  return String(Number(value.toFixed(9)));
}

function readAnswer(raw: NonNullable<RawCell>): CellRead {
  const answer = typeof raw === 'boolean' ? raw : readYesNo(restore(textOf(raw)));
  return answer === null ? refuse('oui ou non') : read(answer ? 'oui' : 'non');
}

function readMeasured(raw: NonNullable<RawCell>, nature: IndicatorKind): CellRead {
  if (nature === 'amount') return readEuros(raw);
  if (nature === 'yes-no') {
    const answer = typeof raw === 'number' ? raw !== 0 : readYesNo(restore(textOf(raw)));
    return answer === null ? refuse('oui ou non') : read(answer ? '1' : '0');
  }
  const value = numberOf(raw);
  if (value === null) return refuse(nature === 'share' ? 'un nombre comme 85 %' : 'un nombre');
  // A cell in percent gives 0.85; « 85 » and « 85 % » typed as text mean the same.
  const isPercent = nature === 'share' && (typeof raw !== 'number' || Math.abs(value) > 1);
  return read(writeNumber(isPercent ? value / 100 : value));
}

/** A cell as people read it, for the list of changes. */
export function showCell({ kind }: Column, value: string, nature: IndicatorKind = 'count'): string {
  if (value === '') return '';
  if (kind === 'day') return value.split('-').reverse().join('/');
  if (kind === 'euros' || (kind === 'value' && nature === 'amount'))
    return `${typedAmount(Number(value))}\u00a0€`;
  if (kind !== 'value' && kind !== 'number') return value;
  if (nature === 'yes-no' && kind === 'value') return value === '0' ? 'non' : 'oui';
  const isShare = kind === 'value' && nature === 'share';
  const shown = Number(value) * (isShare ? 100 : 1);
  const words = shown.toLocaleString('fr-FR', { maximumFractionDigits: 4, useGrouping: false });
  return isShare ? `${words}\u00a0%` : words;
}

const said = z.record(z.string(), z.string());

/** What the cells of a line said when it was downloaded, as its hidden column keeps them; null when it is no longer whole. */
export function readDownloaded(cell: RawCell): Readonly<Record<string, string>> | null {
  if (typeof cell !== 'string') return null;
  try {
    return said.safeParse(JSON.parse(cell)).data ?? null;
  } catch {
    return null;
  }
}

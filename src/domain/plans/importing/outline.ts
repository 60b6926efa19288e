/** The outline of a sheet: which one it is, and what stands under each label, before lists are split. */
import type { OwnLabel } from './labels.ts';
import { readCode, readFieldName, readMark, type Mark } from './marks.ts';
import {
  cutAtLabels,
  cutFlattened,
  readBareLabel,
  readLabel,
  type Labelled,
  type Section
} from './sections.ts';
import { cellsOf, isBulleted } from './source.ts';
import { readColumns } from './columns.ts';
import type { Numbered } from './understood.ts';

export interface Outline {
  readonly number: string;
  readonly code: string;
  readonly title: string;
  readonly axis: Numbered | null;
  readonly objective: Numbered | null;
  readonly sections: readonly Section[];
  /** Labels as they are written, those of « Fiche » and « Axe » included. */
  readonly labels: readonly string[];
  /** What has no place, in its order. */
  readonly spare: readonly string[];
  readonly doubts: readonly string[];
}

/** Fewer headings than this in a long text: its lines were probably lost on the way. */
const FEW = 3;

/** Reads the outline of a clean text; again word by word when its lines tell too little. */
export function outlineOf(text: string, own: readonly OwnLabel[]): Outline {
  const lines = text.split('\n');
  const outline = new Outlining(own).read(lines);
  if (outline.sections.length >= FEW) return outline;
  const pieces = lines.flatMap((line) => (line.length > 120 ? cutFlattened(line, own) : [line]));
  if (pieces.length === lines.length) return outline;
  const again = new Outlining(own).read(pieces);
  return again.sections.length > outline.sections.length ? again : outline;
}

type Field = Mark['kind'];

/** Reads lines from the first to the last, and remembers under which label it is. */
class Outlining {
  readonly own: readonly OwnLabel[];
  readonly sections: Section[] = [];
  readonly labels: string[] = [];
  readonly spare: string[] = [];
  readonly doubts: string[] = [];
  /** Lines of the head that are neither mark nor label: the title is one of them. */
  readonly heads: { text: string; afterNumber: boolean }[] = [];
  number = '';
  code = '';
  title = '';
  axis: Numbered | null = null;
  objective: Numbered | null = null;
  /** A label whose value is still to come: « Axe 3 » alone on its line. */
  awaited: Field | null = null;
  /** Under a label that nobody knows. */
  isUnknown = false;

  constructor(own: readonly OwnLabel[]) {
    this.own = own;
  }

  read(lines: readonly string[]): Outline {
    for (let at = 0; at < lines.length; at += 1) {
      const cells = cellsOf(lines[at]!);
      const columns = readColumns(lines, at, this.own);
      if (columns) {
        for (const { labelled, values } of columns.under) this.open(labelled, true, values);
        at += columns.rows;
      } else if (cells.length > 0) this.line(cells, lines.slice(at + 1, at + 4));
    }
    return this.finish();
  }

  line(cells: string[], following: readonly string[]): void {
    if (this.isUnknownLabel(cells)) {
      this.isUnknown = true;
      this.spare.push(cells.join(' : '));
      return;
    }
    let left: string[] = [];
    for (const [at, cell] of cells.entries()) {
      const next = cells[at + 1] ?? cellsOf(following.find((line) => line.trim() !== '') ?? '')[0];
      if (this.isPlaced(cell, { at, next, isTabbed: cells.length > 1 })) left = this.flush(left);
      else left.push(cell);
    }
    this.flush(left);
  }

  /** A cell that is a mark or a label takes its place. */
  isPlaced(
    cell: string,
    { at, next, isTabbed }: { at: number; next: string | undefined; isTabbed: boolean }
  ): boolean {
    if (this.awaited && this.takeAwaited(cell)) return true;
    if (this.isField(cell, next)) return true;
    const mark = this.markOf(cell);
    if (mark) {
      this.take(mark);
      return true;
    }
    const isFirst = at === 0 && !isBulleted(cell) && (this.sections.length > 0 || this.hasTitle());
    const labelled = readLabel(cell, this.own) ?? (isFirst ? readBareLabel(cell, this.own) : null);
    if (!labelled) return false;
    this.open(labelled, isTabbed, []);
    return true;
  }

  hasTitle(): boolean {
    return this.title !== '' || this.heads.length > 0;
  }

  /** « Action » then « 3.3.3 »; « Axe » then « 3 : Optimiser… » in the next cell. */
  isField(cell: string, next: string | undefined): boolean {
    if (this.sections.length > 0 || next === undefined) return false;
    const isAction = /^(?:action|code)\s?:?$/iu.test(cell) && readCode(next) !== null;
    const field = isAction ? 'code' : readFieldName(cell);
    if (!field) return false;
    this.labels.push(cell);
    this.awaited = field;
    return true;
  }

  takeAwaited(cell: string): boolean {
    const field = this.awaited;
    this.awaited = null;
    const code = field === 'code' || field === 'number' ? readCode(cell) : null;
    const value = code?.code ?? cell;
    if (field === 'number' && (code ?? /^\d{1,4}(?: (?:bis|ter))?$/u.test(cell)) && !this.number)
      return this.set({ number: value }, code?.rest);
    if (code && !this.code) return this.set({ code: value }, code.rest);
    if (field === 'title') return !readLabel(cell, this.own) && this.set({ title: value });
    if (field !== 'axis' && field !== 'objective') return false;
    const mark = readMark(cell);
    if ((mark && mark.kind !== field) ?? readLabel(cell, this.own)) return false;
    const level = /^(\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})\s?[.:–—-]\s(.*)$/u.exec(cell);
    const before = this[field];
    return this.set({
      [field]: before?.number
        ? { number: before.number, title: cell }
        : { number: level?.[1] ?? '', title: level?.[2] ?? cell }
    });
  }

  set(
    values: Partial<Pick<Outlining, 'number' | 'code' | 'title' | 'axis' | 'objective'>>,
    rest = ''
  ): true {
    Object.assign(this, values);
    if (rest !== '') this.heads.push({ text: rest, afterNumber: true });
    return true;
  }

  /** A mark that is not told yet; in the body, only where no other plan is spoken of. */
  markOf(cell: string): Mark | null {
    const mark = readMark(cell);
    if (!mark || isBulleted(cell)) return null;
    const isFree = { number: !this.number, code: !this.code, title: !this.title, name: true };
    const free = { ...isFree, axis: !this.axis, objective: !this.objective }[mark.kind];
    if (!free) return null;
    if (this.sections.length === 0)
      return mark.kind === 'name' && this.isActions(cell) ? null : mark;
    const under = this.sections.at(-1)!.keys;
    if (under.some((key) => ['resources', 'partners', 'actions'].includes(key))) return null;
    return ['axis', 'objective'].includes(mark.kind) && mark.rest !== '' ? mark : null;
  }

  /** « Action : » after the title is the heading of actions. */
  isActions(cell: string): boolean {
    return /^action/iu.test(cell) && this.hasTitle() && this.number !== '';
  }

  take(mark: Mark): void {
    const { kind, label, value, rest } = mark;
    this.labels.push(label);
    if (kind === 'axis' || kind === 'objective') {
      this[kind] = { number: value, title: rest };
      this.awaited = rest === '' ? kind : null;
    } else if (kind === 'title') {
      this.title = rest;
      this.awaited = rest === '' ? 'title' : null;
    } else if (kind !== 'name') {
      this[kind] = value;
      const also = rest === '' ? null : this.markOf(rest);
      if (also) this.take(also);
      else if (rest !== '') this.heads.push({ text: rest, afterNumber: true });
    }
  }

  open({ keys, label, rest }: Labelled, tabbed: boolean, values: readonly string[]): void {
    this.isUnknown = false;
    this.labels.push(label);
    this.sections.push({ keys, label, tabbed, lines: [...values] });
    if (rest !== '') this.write(rest);
  }

  /** Cells that are neither mark nor label: text of the heading above, or of the head. */
  flush(cells: readonly string[]): string[] {
    if (cells.length > 0) this.write(cells.join(' — '));
    return [];
  }

  write(text: string): void {
    if (this.isUnknown || isFolio(text)) this.spare.push(text);
    else if (this.sections.length === 0) this.writeHead(text);
    else this.writeBody(text);
  }

  writeHead(text: string): void {
    const last = this.heads.at(-1);
    if (last && /^\p{Ll}/u.test(text)) last.text = `${last.text} ${text}`;
    else this.heads.push({ text, afterNumber: this.number !== '' || this.code !== '' });
  }

  writeBody(text: string): void {
    const section = this.sections.at(-1)!;
    const { before, labelled } = cutAtLabels(text, section.keys, this.own);
    if (before !== '') section.lines.push(before);
    for (const { keys, label, rest } of labelled) {
      this.labels.push(label);
      const lines = rest === '' ? [] : [rest];
      this.sections.push({ keys, label, lines, tabbed: section.tabbed });
    }
  }

  /** In a table of two columns, a label that names no heading begins something else than the heading above. */
  isUnknownLabel(cells: readonly string[]): boolean {
    const last = this.sections.at(-1);
    const [label = ''] = cells;
    if (!last?.tabbed || cells.length !== 2 || label.length > 60 || isBulleted(label)) return false;
    if (!/^\p{Lu}/u.test(label) || this.markOf(label)) return false;
    return readLabel(label, this.own) === null;
  }

  finish(): Outline {
    const title = this.title || this.chosenTitle();
    const others = this.heads.filter((head) => head.text !== title).map(({ text }) => text);
    const isCodeOnly = this.number === '' && this.code !== '';
    return {
      ...{ number: isCodeOnly ? this.code : this.number, code: isCodeOnly ? '' : this.code },
      ...{ title, axis: this.axis, objective: this.objective, sections: this.sections },
      ...{ labels: this.labels, spare: [...others, ...this.spare], doubts: this.doubts }
    };
  }

  /** The first line after the number; else the last before it, where « Fiche 28 » comes under its title. */
  chosenTitle(): string {
    const after = this.heads.find(({ afterNumber }) => afterNumber);
    return (after ?? this.heads.at(-1))?.text ?? '';
  }
}

/** « Page 3 / 30 », « 12 »: what a printer adds. */
function isFolio(text: string): boolean {
  return /^(?:page\s)?\d{1,4}(?:\s?(?:\/|sur)\s?\d{1,4})?$/iu.test(text);
}

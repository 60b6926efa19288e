import type { StructureInput } from '../model.ts';
import { EMPTY_SERVICE } from '../transfer/record.ts';
import { EMPTY_CONTACT } from './reading.ts';

/** What a button of a form does to a list: « ajouter », « retirer:2 », « monter:1 ». */
export interface ListMove {
  kind: 'ajouter' | 'retirer' | 'monter';
  at: number;
}

/** What a button asks; null when it asks something else. */
export function readMove(asked: string): ListMove | null {
  const [, kind, at = '0'] = /^(ajouter|retirer|monter)(?::(\d{1,3}))?$/.exec(asked) ?? [];
  return kind ? { kind: kind as ListMove['kind'], at: Number(at) } : null;
}

/** A fiche after a move in its services or its contacts. */
export function moveIn(
  typed: StructureInput,
  list: 'services' | 'contacts',
  move: ListMove
): StructureInput {
  return list === 'services'
    ? { ...typed, services: moved(typed.services, { name: '', ...EMPTY_SERVICE }, move) }
    : { ...typed, contacts: moved(typed.contacts, EMPTY_CONTACT, move) };
}

function moved<T>(items: readonly T[], empty: T, { kind, at }: ListMove): T[] {
  if (kind === 'ajouter') return [...items, empty];
  if (kind === 'retirer') return items.filter((_, position) => position !== at);
  const item = items[at];
  if (item === undefined || at === 0) return [...items];
  return items.toSpliced(at, 1).toSpliced(at - 1, 0, item);
}

/** A list of registrations as a table for a spreadsheet. */
import { neutralise } from '#domain/directory/transfer/cells.ts';
import { civilTime } from '#shared/dates.ts';
import { STATUS_LABELS } from './figures.ts';
import type { Registration } from './model.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the lines name by number. */
export interface ExportWords {
  readonly timeZone: string;
  readonly sessions: ReadonlyMap<number, string>;
  readonly halfDays: readonly { readonly id: number; readonly label: string }[];
  readonly questions: readonly { readonly id: number; readonly label: string }[];
  /** Asked for besides: kept apart, and erased early. Null: not asked for. */
  readonly needs: ReadonlyMap<number, { readonly meal: string; readonly access: string }> | null;
}

export interface ExportedRegistration {
  readonly registration: Registration;
  readonly group: string;
  readonly relay: string;
}

const ORIGINS: Readonly<Record<Registration['origin'], string>> = {
  self: 'par la personne',
  group: 'par un groupe',
  organiser: 'par l’organisation',
  door: 'à l’accueil'
};

/** The table, its titles first. Every cell is a text that no spreadsheet takes for a formula. */
export function exportRows(
  registrations: readonly ExportedRegistration[],
  words: ExportWords
): string[][] {
  const titles = [
    ...['Nom', 'Prénom', 'Courriel', 'Profession', 'Structure', 'Commune', 'Catégorie', 'État'],
    ...['Ateliers', 'Ateliers en attente', ...words.halfDays.map(({ label }) => label)],
    ...words.questions.map(({ label }) => label),
    ...(words.needs ? ['Repas', 'Accès'] : []),
    ...['Liste des participants', 'Photo', 'Invitation suivante'],
    ...['Inscription', 'Groupe', 'Relais', 'Le']
  ];
  return [titles, ...registrations.map((one) => rowOf(one, words))].map((cells) =>
    cells.map((cell) => neutralise(cell))
  );
}

function rowOf({ registration, group, relay }: ExportedRegistration, words: ExportWords): string[] {
  const answers = new Map<number, string>(
    registration.answers.map(({ question, value }) => [question, value])
  );
  const needs = words.needs?.get(registration.id);
  return [
    ...[registration.lastName, registration.firstName, registration.email ?? ''],
    registration.professionLabel,
    registration.structure?.name ?? registration.structureLabel,
    registration.commune?.name ?? '',
    registration.category?.label ?? '',
    statusOf(registration),
    sessionsOf(registration, words, ['confirmed', 'offered']),
    sessionsOf(registration, words, ['waitlisted', 'wished']),
    ...words.halfDays.map(({ id }) => yes(registration.halfDays.includes(id))),
    ...words.questions.map(({ id }) => (answers.get(id) ?? '').replaceAll('\n', ' ; ')),
    ...(words.needs ? [needs?.meal ?? '', needs?.access ?? ''] : []),
    yes(registration.listConsent),
    yes(registration.photoConsent),
    yes(registration.inviteConsent),
    ORIGINS[registration.origin],
    ...[group, relay, civilTime(registration.createdAt, words.timeZone).replace('T', ' ')]
  ];
}

function statusOf({ status, overruled }: Registration): string {
  return overruled ? `${STATUS_LABELS[status]} (au-delà de la capacité)` : STATUS_LABELS[status];
}

function sessionsOf(
  { choices }: Registration,
  { sessions }: ExportWords,
  statuses: readonly string[]
): string {
  return choices
    .filter(({ status }) => statuses.includes(status))
    .map(({ session }) => sessions.get(session) ?? '')
    .filter(Boolean)
    .join(' ; ');
}

function yes(value: boolean): string {
  return value ? 'oui' : 'non';
}

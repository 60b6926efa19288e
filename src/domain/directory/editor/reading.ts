/** What a form sends of a fiche, as typed: checking comes later, so that nothing typed is lost. */
import type { PersonId } from '#shared/ids.ts';
import {
  SOLICITED_BY,
  SOLICITED_THROUGH,
  type ContactInput,
  type ServiceInput,
  type StructureInput
} from '../model.ts';
import { RANGES_A_DAY, readWeek, WEEK_DAYS, writeWeek } from '../opening-week.ts';
import type { Section } from './sections.ts';

/** What a form gives: `FormData`, or anything that reads like one. */
export interface SentFields {
  get(name: string): unknown;
  getAll(name: string): unknown[];
  has(name: string): boolean;
}

/**
 * A fiche with what one section of the form says of it.
 * @param service - which one, in the section of services.
 */
export function readSection(
  typed: StructureInput,
  section: Section,
  service: number | null,
  form: SentFields
): StructureInput {
  switch (section) {
    case 'essentiel':
      return readEssentials(typed, form);
    case 'lieu':
      return readPlace(typed, form);
    case 'services':
      return readServices(typed, service, form);
    case 'contacts':
      return { ...typed, contacts: readContacts(typed.contacts, form) };
    case 'sources':
      return readSources(typed, form);
    case 'perimetre':
      return typed;
  }
}

function readEssentials(typed: StructureInput, form: SentFields): StructureInput {
  return {
    ...typed,
    ...texts(typed, form, [
      'name',
      'acronym',
      'type',
      'leadBody',
      'summary',
      'description',
      'limits',
      'handsOverTo',
      'toPrepare'
    ]),
    parent: orNull(text(form, 'parent', typed.parent)),
    status: oneOf(form, 'status', ['active', 'closed'], typed.status)
  };
}

function readPlace(typed: StructureInput, form: SentFields): StructureInput {
  return {
    ...typed,
    ...texts(typed, form, [
      'address',
      'addressExtra',
      'postalCode',
      'phone',
      'email',
      'mssante',
      'website'
    ]),
    communeCode: orNull(text(form, 'communeCode', typed.communeCode)),
    openingHours: readHours(form, typed.openingHours)
  };
}

function readServices(
  typed: StructureInput,
  which: number | null,
  form: SentFields
): StructureInput {
  if (which === null) return typed;
  const services = typed.services.map((service, at) =>
    at === which ? readService(service, form) : service
  );
  return { ...typed, services };
}

function readService(service: ServiceInput, form: SentFields): ServiceInput {
  if (!form.has('name')) return service;
  return {
    ...service,
    ...texts(service, form, [
      'name',
      'description',
      'delay',
      'feesDetail',
      'conditions',
      'toPrepare',
      'limits',
      'phone',
      'link'
    ]),
    themes: all(form, 'themes'),
    audiences: all(form, 'audiences'),
    solicitedBy: among(SOLICITED_BY, all(form, 'solicitedBy')),
    solicitedThrough: among(SOLICITED_THROUGH, all(form, 'solicitedThrough')),
    fees: oneOf(form, 'fees', ['', 'gratuit', 'payant'], service.fees),
    openingHours: readHours(form, service.openingHours)
  };
}

function readContacts(contacts: readonly ContactInput[], form: SentFields): ContactInput[] {
  const read: ContactInput[] = [];
  for (let at = 0; form.has(`contacts.${at}.name`); at++) {
    const known: ContactInput = contacts[at] ?? EMPTY_CONTACT;
    const field = (name: string) => `contacts.${at}.${name}`;
    const value = (name: 'name' | 'role' | 'phone' | 'email') =>
      text(form, field(name), known[name]);
    const person = text(form, field('person'), '') as PersonId | '';
    read.push({
      name: value('name'),
      role: value('role'),
      phone: value('phone'),
      email: value('email'),
      visibility: oneOf(
        form,
        field('visibility'),
        ['public', 'members', 'nobody'],
        known.visibility
      ),
      consentAt: orNull(text(form, field('consentAt'), known.consentAt)),
      ...(person ? { person } : isDenied(known, form, field('person')) && { person: null })
    });
  }
  return read.length > 0 || form.has('contacts.none') ? read : [...contacts];
}

/** « C’est moi », unticked by the person it is: the box says that it was there. */
function isDenied(known: ContactInput, form: SentFields, name: string): boolean {
  return known.person === null || form.has(`${name}.shown`);
}

function readSources(typed: StructureInput, form: SentFields): StructureInput {
  const lines = text(form, 'sources', typed.sources.join('\n'))
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const months = Number(text(form, 'reviewEveryMonths', `${typed.reviewEveryMonths}`));
  return {
    ...typed,
    ...texts(typed, form, ['note']),
    sources: lines,
    reliability: oneOf(
      form,
      'reliability',
      ['confirmed', 'partial', 'to_confirm'],
      typed.reliability
    ),
    territories: readTerritories(typed.territories, form),
    externalId: orNull(text(form, 'externalId', typed.externalId)),
    reviewEveryMonths: Number.isInteger(months) ? months : typed.reviewEveryMonths,
    siret: orNull(withoutSpaces(text(form, 'siret', typed.siret))),
    finess: orNull(withoutSpaces(text(form, 'finess', typed.finess)))
  };
}

/** Of the territories offered, those ticked; the others stay, being somebody else's to decide. */
function readTerritories(known: readonly string[], form: SentFields): string[] {
  const offered = new Set(all(form, 'territories.offered'));
  const ticked = all(form, 'territories').filter((slug) => offered.has(slug));
  return [...known.filter((slug) => !offered.has(slug)), ...ticked].sort();
}

export const EMPTY_CONTACT: ContactInput = {
  name: '',
  role: '',
  phone: '',
  email: '',
  visibility: 'nobody',
  consentAt: null
};

/** The hours of a grid, or of the text beside it when the grid cannot say them. */
export function readHours(form: SentFields, known: string): string {
  if (form.has('hours.raw')) return text(form, 'hours.raw', known);
  if (!form.has('hours.Mo.0.from')) return known;
  const days = WEEK_DAYS.map(({ code }) =>
    Array.from({ length: RANGES_A_DAY }, (_, at) => ({
      from: text(form, `hours.${code}.${at}.from`, ''),
      to: text(form, `hours.${code}.${at}.to`, '')
    })).filter(({ from, to }) => from || to)
  );
  const week = { days, closedOnHolidays: form.has('hours.holidays') };
  const before = readWeek(known);
  // Hours that did not change keep the way they were written.
  if (before && writeWeek(before) === writeWeek(week)) return known;
  return writeWeek(week);
}

function texts<T extends object, K extends keyof T & string>(
  known: T,
  form: SentFields,
  names: readonly K[]
): Record<K, string> {
  return Object.fromEntries(
    names.map((name) => [name, text(form, name, known[name] as string)])
  ) as Record<K, string>;
}

/** Browsers send line ends as CRLF, whatever was there. */
function text(form: SentFields, name: string, known: string | null): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : (known ?? '');
}

function all(form: SentFields, name: string): string[] {
  return form
    .getAll(name)
    .filter((value): value is string => typeof value === 'string' && value !== '');
}

function among<T extends string>(known: readonly T[], said: readonly string[]): T[] {
  return known.filter((one) => said.includes(one));
}

function oneOf<T extends string>(
  form: SentFields,
  name: string,
  known: readonly T[],
  otherwise: T
): T {
  return known.find((one) => one === form.get(name)) ?? otherwise;
}

function orNull(value: string): string | null {
  return value === '' ? null : value;
}

function withoutSpaces(value: string): string {
  return value.replaceAll(/\s/g, '');
}

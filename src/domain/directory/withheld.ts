/**
 * What a fiche hides while somebody reads it again because it may be about a person: everything its authors wrote
 * freely. Its name, its telephone, its hours, what it does and where stay: a front door must stay reachable.
 */
import type { ServiceInput, StructureInput } from './model.ts';

export const STRUCTURE_TEXTS = [
  'summary',
  'description',
  'limits',
  'handsOverTo',
  'toPrepare',
  'note'
] as const satisfies readonly (keyof StructureInput)[];

export const SERVICE_TEXTS = [
  'description',
  'delay',
  'feesDetail',
  'conditions',
  'toPrepare',
  'limits'
] as const satisfies readonly (keyof ServiceInput)[];

/** A fiche without its free texts. */
export function withoutTexts<S extends StructureInput>(structure: S): S {
  return {
    ...structure,
    ...blank(STRUCTURE_TEXTS),
    perimeter: { ...structure.perimeter, note: '' },
    services: structure.services.map((service) => ({
      ...service,
      ...blank(SERVICE_TEXTS),
      perimeter: service.perimeter && { ...service.perimeter, note: '' }
    }))
  };
}

/**
 * What is saved over a fiche whose texts are hidden: her editor saw none of them, so what she leaves empty is not
 * erased. A service is known again by its name.
 */
export function keepHiddenTexts<I extends StructureInput>(stored: StructureInput, input: I): I {
  const services = new Map(stored.services.map((service) => [service.name, service]));
  return {
    ...input,
    ...kept(STRUCTURE_TEXTS, stored, input),
    services: input.services.map((service) => {
      const before = services.get(service.name);
      return before ? { ...service, ...kept(SERVICE_TEXTS, before, service) } : service;
    })
  };
}

function blank<K extends string>(names: readonly K[]): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, ''])) as Record<K, string>;
}

function kept<K extends string>(
  names: readonly K[],
  stored: Record<K, string>,
  input: Record<K, string>
): Record<K, string> {
  const texts = names.map((name) => [name, input[name] === '' ? stored[name] : input[name]]);
  return Object.fromEntries(texts) as Record<K, string>;
}

const LABELS: Readonly<Record<string, string>> = {
  summary: 'En une phrase',
  description: 'Description',
  limits: 'Ne fait pas',
  handsOverTo: 'Passe la main à',
  toPrepare: 'À préparer',
  note: 'Note',
  delay: 'Délai',
  feesDetail: 'Frais',
  conditions: 'Conditions'
};

/** The free texts of a fiche that are not empty, each with what it is, for who reads them again. */
export function listTexts(structure: StructureInput): { label: string; text: string }[] {
  const own = STRUCTURE_TEXTS.map((name) => ({ label: LABELS[name]!, text: structure[name] }));
  const services = structure.services.flatMap((service) => [
    ...SERVICE_TEXTS.map((name) => ({
      label: `${service.name} — ${LABELS[name]!}`,
      text: service[name]
    })),
    { label: `${service.name} — Périmètre`, text: service.perimeter?.note ?? '' }
  ]);
  const note = { label: 'Périmètre', text: structure.perimeter.note ?? '' };
  return [...own, note, ...services].filter(({ text }) => text !== '');
}

import { z } from 'zod';
import { structureInput } from '#domain/directory/forms.ts';
import acronyms from '#domain/directory/defaults/plan-acronyms.json' with { type: 'json' };
import vocabulary from '#domain/directory/defaults/vocabulary.json' with { type: 'json' };
import { territoryInput } from '#domain/territory/forms.ts';
import type {
  Audience,
  PlanAcronym,
  StructureInput,
  StructureType,
  Theme
} from '#domain/directory/model.ts';
import type { FrontDoorInput } from '#domain/directory/coverage.ts';

const words = z.array(z.string().trim().min(1));
const code = z.string().regex(/^[a-z0-9-]+$/);
const word = z.object({
  code,
  name: z.string().min(1),
  phrase: z.string().min(1),
  dataInclusion: words,
  synonyms: words
});

const vocabularyFile = z.strictObject({
  types: z.array(
    z.strictObject({
      code: z.string().regex(/^[A-Z0-9-]+$/),
      name: z.string().min(1),
      mission: z.string().min(1),
      legalBasis: z.string(),
      action: z.enum(['call', 'gather']),
      colour: z.number().int().min(1).max(8),
      dataInclusion: z.string().nullable(),
      synonyms: words
    })
  ),
  themes: z.array(word.strict()),
  audiences: z.array(word.strict())
});

const acronymsFile = z.array(
  z.strictObject({
    code: z.string().regex(/^[A-Z0-9-]+$/),
    name: z.string().min(1),
    meaning: z.string().min(1),
    legalBasis: z.string(),
    synonyms: words
  })
);

const frontDoor = z
  .strictObject({
    audience: code.nullable().default(null),
    theme: code.nullable().default(null),
    structure: code.nullable().default(null),
    type: z.string().nullable().default(null)
  })
  .refine((door) => (door.structure === null) !== (door.type === null));

const territoriesFile = z.array(territoryInput.extend({ frontDoors: z.array(frontDoor) }).strict());

const monthsAgo = z.number().nonnegative();

const datedFiche = z.looseObject({
  confirmedMonthsAgo: monthsAgo.optional(),
  contacts: z.array(z.looseObject({ consentMonthsAgo: monthsAgo.optional() })).default([])
});

/**
 * A fiche of the demonstration: its dates are told as ages, so that the demonstration never grows
 * old (`confirmedMonthsAgo`, and `consentMonthsAgo` of a contact).
 */
function readFiche(now: Date, file: unknown): StructureInput {
  const { confirmedMonthsAgo, contacts, ...fiche } = datedFiche.parse(file);
  return structureInput.strict().parse({
    ...fiche,
    ...(confirmedMonthsAgo !== undefined && { confirmedAt: before(now, confirmedMonthsAgo) }),
    contacts: contacts.map(({ consentMonthsAgo, ...contact }) => ({
      ...contact,
      ...(consentMonthsAgo !== undefined && {
        consentAt: before(now, consentMonthsAgo).slice(0, 10)
      })
    }))
  });
}

/** An instant at least so many civil months earlier, in working hours; a part of a month counts in days. */
function before(now: Date, months: number): string {
  const whole = Math.floor(months);
  const day = new Date(now);
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() - whole);
  const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(now.getUTCDate(), lastDay) - 1 - Math.round((months - whole) * 30));
  return `${day.toISOString().slice(0, 10)}T09:30:00Z`;
}

export interface Vocabulary {
  types: StructureType[];
  themes: Theme[];
  audiences: Audience[];
}

/** The words a new instance starts with; its administrators change them afterwards. */
export function defaultVocabulary(): Vocabulary {
  const { types, themes, audiences } = vocabularyFile.parse(vocabulary);
  const placed = <W>(list: W[]) => list.map((item, position) => ({ ...item, position }));
  return { types: placed(types), themes: placed(themes), audiences: placed(audiences) };
}

/** What acronyms of plans a new instance knows; a legal basis is given only where it is sure. */
export function defaultAcronyms(): PlanAcronym[] {
  return acronymsFile.parse(acronyms).map((acronym, position) => ({ ...acronym, position }));
}

export type DemonstrationTerritory = z.output<typeof territoryInput> & {
  frontDoors: FrontDoorInput[];
};

/**
 * The demonstration territories and their fiches, read from `demo/`.
 * @param now - the instant from which ages count.
 * @throws ZodError when a file breaks a rule of its form.
 */
export async function readDemonstration(
  now: Date
): Promise<{ territories: DemonstrationTerritory[]; structures: StructureInput[] }> {
  const files = await Promise.all([
    import('../../demo/structures/pays-de-brest.json', { with: { type: 'json' } }),
    import('../../demo/structures/loir-et-cher.json', { with: { type: 'json' } }),
    import('../../demo/structures/trois-confluents.json', { with: { type: 'json' } })
  ]);
  const territories = await import('../../demo/territories.json', { with: { type: 'json' } });
  return {
    territories: territoriesFile.parse(territories.default),
    structures: files.flatMap((file) =>
      (file.default as unknown[]).map((fiche) => readFiche(now, fiche))
    )
  };
}

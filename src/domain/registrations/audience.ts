/** Whom to write to: who is asked for, who is left out of it and why. */
import { z } from 'zod';
import type { CommuneCode, PersonId, StructureId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';

/** Where the people invited are taken from. */
export const SOURCES = ['members', 'structures', 'pasted', 'past-participants', 'poll'] as const;
export type Source = (typeof SOURCES)[number];

export const SOURCE_LABELS: Readonly<Record<Source, string>> = {
  members: 'Membres du réseau',
  structures: 'Structures de l’annuaire',
  pasted: 'Adresses collées',
  'past-participants': 'Participants des éditions passées',
  poll: 'Personnes interrogées sur la date'
};

/** What narrows a source; an empty filter keeps everyone. */
export const audienceInput = z.object({
  source: z.enum(SOURCES, 'choisissez à qui écrire'),
  /** Codes of types of structures. */
  types: z.array(z.string()).default([]),
  themes: z.array(z.string()).default([]),
  /** Words of a profession: « infirmi » finds infirmiers and infirmières. */
  profession: z.string().trim().max(80, '80 caractères au plus').default('')
});

export interface Audience extends z.output<typeof audienceInput> {
  /** The structures that intervene in one of these communes at least; null: all. */
  readonly communes: readonly CommuneCode[] | null;
  /** Of the source « pasted ». */
  readonly pasted: readonly { readonly email: string; readonly name: string }[];
}

/** Somebody to write to. The address stays on the server, unless it was pasted by whoever reads it. */
export interface Candidate {
  readonly email: string | null;
  readonly name: string;
  readonly profession: string;
  readonly person: PersonId | null;
  readonly structure: { readonly id: StructureId; readonly name: string } | null;
}

/** Why somebody is left out. */
export const LEFT_OUT = ['registered', 'invited', 'unsubscribed', 'no-address'] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const LEFT_OUT_LABELS: Readonly<Record<LeftOut, { title: string; detail: string }>> = {
  registered: { title: 'déjà inscrit', detail: 'Une place ou un rang d’attente leur est donné' },
  invited: {
    title: 'déjà invité',
    detail: 'Une seule invitation par adresse ; la relance écrit aux silencieux'
  },
  unsubscribed: { title: 'désabonné', detail: 'Ces messages ne sont plus voulus à cette adresse' },
  'no-address': { title: 'sans adresse', detail: 'Rien à qui écrire : un appel reste possible' }
};

export interface SortedAudience {
  /** One an address. */
  readonly chosen: readonly (Candidate & { readonly email: string })[];
  readonly left: Readonly<Record<LeftOut, readonly Candidate[]>>;
}

/**
 * Who is written to, once an address, and who is left out.
 * @param known - what is known of addresses, in lower case.
 */
export function sortAudience(
  candidates: readonly Candidate[],
  known: ReadonlyMap<string, Exclude<LeftOut, 'no-address'>>
): SortedAudience {
  const left: Record<LeftOut, Candidate[]> = {
    registered: [],
    invited: [],
    unsubscribed: [],
    'no-address': []
  };
  const chosen = new Map<string, Candidate & { email: string }>();
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const email = candidate.email?.toLowerCase() ?? '';
    if (email === '') left['no-address'].push(candidate);
    if (email === '' || seen.has(email)) continue;
    seen.add(email);
    const reason = known.get(email);
    if (reason) left[reason].push(candidate);
    else chosen.set(email, { ...candidate, email });
  }
  return { chosen: [...chosen.values()], left };
}

/** Whether somebody says this profession, whatever the accents and the case. */
export function saysProfession(candidate: Pick<Candidate, 'profession'>, asked: string): boolean {
  return normalise(candidate.profession).includes(normalise(asked));
}

/** « Nadia Exemple (CLIC de Mirefleurs) » without ever an address. */
export function nameOf({ name, structure }: Pick<Candidate, 'name' | 'structure'>): string {
  if (name === '') return structure?.name ?? 'Sans nom';
  return structure ? `${name} (${structure.name})` : name;
}

/** What is kept of an audience with a message: filters, never addresses. */
export function describeAudience({ communes, pasted, ...asked }: Audience) {
  return { ...asked, communes: communes?.length ?? null, pasted: pasted.length };
}

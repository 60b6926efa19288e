/** Coming into the network of a territory: who one is, where one works, whether one answers for its fiche. */
import { z } from 'zod';
import { emailAddress } from '#domain/identity/forms.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';

const name = z
  .string()
  .trim()
  .min(2, 'Écrivez votre prénom et votre nom.')
  .max(120, 'Votre nom tient en 120 caractères.');
const profession = z
  .string()
  .trim()
  .min(2, 'Indiquez votre profession ou votre fonction.')
  .max(120, 'Votre profession tient en 120 caractères.');
const motive = z
  .string()
  .trim()
  .min(3, 'Dites en une phrase ce que vous attendez du réseau.')
  .max(2000, 'Votre message tient en 2 000 caractères.');

/** What a request to join says, whoever makes it. */
export const joinRequestInput = z.object({
  profession,
  motive,
  structure: z.number().int().nullable(),
  referent: z.boolean()
});

/** The same from somebody who has not signed in. */
export const newcomerInput = joinRequestInput.extend({ name, email: emailAddress });

/** A reason told to somebody: a choice of a list, and words. */
export const wordsInput = z.string().trim().max(1000, 'Ce message tient en 1 000 caractères.');

export interface JoinRequestInput {
  readonly profession: string;
  readonly motive: string;
  readonly structure: StructureId | null;
  /** Wants to answer for the fiche of the structure. */
  readonly referent: boolean;
}

export interface NewcomerInput extends JoinRequestInput {
  readonly name: string;
  readonly email: string;
}

/** What waits for somebody to show that an address is hers. */
export interface WaitingRequest {
  readonly territory: { readonly id: TerritoryId; readonly slug: string; readonly name: string };
  readonly email: string;
  readonly name: string;
  readonly structureName: string | null;
  readonly state: 'waiting' | 'expired' | 'done';
}

/** A structure as people choose it. */
export interface StructureChoice {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
}

/** A request as an animator reads it. */
export interface JoinRequest {
  readonly membership: number;
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  readonly profession: string;
  readonly motive: string;
  readonly askedAt: Date;
  readonly structure: (StructureChoice & { readonly referents: readonly string[] }) | null;
  readonly wantsReferent: boolean;
  /** Her address has the domain of the structure: a hint, never a proof. */
  readonly sharesDomain: boolean;
}

/** Somebody who asks to answer for a fiche, as an animator reads it. */
export interface Claim {
  readonly person: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly structure: StructureChoice;
  readonly referents: readonly string[];
  readonly note: string;
  readonly askedAt: Date;
  readonly sharesDomain: boolean;
}

/** Providers where anybody opens an address: sharing one says nothing. */
const PUBLIC_PROVIDERS = new Set(
  'gmail.com outlook.com outlook.fr hotmail.com hotmail.fr live.fr yahoo.fr yahoo.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net icloud.com protonmail.com proton.me bbox.fr gmx.fr'.split(
    ' '
  )
);

/** Whether an address has the domain of a structure’s website or e-mail. */
export function sharesDomain(
  email: string,
  structure: { readonly website: string; readonly email: string }
): boolean {
  const own = email.split('@')[1]?.toLowerCase() ?? '';
  if (!own || PUBLIC_PROVIDERS.has(own)) return false;
  const site = /^(?:https?:\/\/)?(?:www\.)?([^/:?#]+)/i.exec(structure.website)?.[1] ?? '';
  const theirs = [site, structure.email.split('@')[1] ?? ''].map((one) => one.toLowerCase());
  return theirs.some((domain) => domain !== '' && (own === domain || own.endsWith(`.${domain}`)));
}

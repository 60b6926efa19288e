/** A message to a structure or a person, relayed without showing her address. */
import { z } from 'zod';

export const relayInput = z.object({
  name: z.string().trim().min(1, 'donnez votre nom').max(120, '120 caractères au plus'),
  email: z
    .email('adresse électronique non reconnue : c’est là que vous recevrez la réponse')
    .max(254)
    .transform((address) => address.toLowerCase()),
  subject: z
    .string()
    .trim()
    .min(3, 'dites en quelques mots de quoi il s’agit')
    .max(150, '150 caractères au plus')
    // A line break in a subject would write another header of the message.
    .regex(/^[^\r\n]*$/, 'sur une seule ligne'),
  message: z.string().trim().min(10, 'écrivez votre message').max(4000, '4 000 caractères au plus')
});

export type RelayInput = z.output<typeof relayInput>;

/** How many messages in a day: from a place, from an address, to somebody. */
export const RELAY_LIMITS = {
  fromPlace: { most: 10, windowSeconds: 86_400 },
  fromAddress: { most: 10, windowSeconds: 86_400 },
  toRecipient: { most: 40, windowSeconds: 86_400 }
} as const;

/** Reported as abuse this many times in a month, a sender with an account writes no more. */
export const MOST_REPORTS = 3;

/** Whom one writes to, as the form names her: never an address. */
export interface Recipient {
  readonly name: string;
  /** The page one comes from. */
  readonly page: string;
  /** Nobody reads messages there: only the telephone remains. */
  readonly reachable: boolean;
  readonly phone: string;
}

/** Inviting people into a territory, one by one or from a list pasted as it comes. */
import { z } from 'zod';
import { emailAddress } from '#domain/identity/forms.ts';
import { ROLES, type Role } from '#domain/identity/model.ts';
import type { InvitationId, StructureId, TerritoryId } from '#shared/ids.ts';
import { wordsInput } from './joining.ts';

/** How long the link of an invitation is good. */
export const INVITATION_DAYS = 30;
/** Sent at once, at most. */
export const MOST_INVITED = 500;

export type InvitationStatus = 'sent' | 'accepted' | 'expired' | 'withdrawn';

export const STATUS_NAMES: Readonly<Record<InvitationStatus, string>> = {
  sent: 'envoyée',
  accepted: 'acceptée',
  expired: 'expirée',
  withdrawn: 'retirée'
};

export interface Invitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly structureName: string | null;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly status: InvitationStatus;
}

/** What a link of invitation says before anything is done. */
export interface OpenInvitation {
  readonly territory: {
    readonly id: TerritoryId;
    readonly slug: string;
    readonly name: string;
    readonly nameWithDe: string;
  };
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly structureName: string | null;
  readonly invitedBy: string;
  readonly message: string;
  readonly status: InvitationStatus;
}

/** What is common to those invited together. */
export const invitationInput = z.object({
  role: z.enum(ROLES),
  structure: z.number().int().nullable(),
  message: wordsInput
});

export interface InvitationInput {
  readonly role: Role;
  /** Whose fiche they are asked to answer for. */
  readonly structure: StructureId | null;
  readonly message: string;
}

/** Somebody to invite. */
export interface Guest {
  readonly email: string;
  readonly name: string;
}

export interface PastedGuest extends Guest {
  /** From 1. */
  readonly line: number;
}

export interface PastedList {
  readonly guests: readonly PastedGuest[];
  /** The same address further down. */
  readonly repeated: readonly PastedGuest[];
  /** Lines without a usable address, as they were written. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

const ADDRESS = /[^\s<>()[\]"',;:|]+@[^\s<>()[\]"',;:|]+/g;
const SEPARATORS = /[;,\t|]+/;

/**
 * Reads a list pasted from anywhere: one address a line, « Nom <adresse> », columns of a table with or without their
 * titles, or everything on one line. Nothing is dropped: what is not understood is given back with its line.
 */
export function readPastedList(text: string): PastedList {
  const guests: PastedGuest[] = [];
  const repeated: PastedGuest[] = [];
  const unread: { line: number; text: string }[] = [];
  const known = new Set<string>();
  for (const [at, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = at + 1;
    if (raw.trim() === '' || (guests.length === 0 && isTitles(raw))) continue;
    const found = guestsOf(raw);
    if (found.length === 0) unread.push({ line, text: raw.trim() });
    for (const { email, name } of found) {
      const checked = emailAddress.safeParse(email);
      if (!checked.success) unread.push({ line, text: raw.trim() });
      else if (known.has(checked.data)) repeated.push({ line, email: checked.data, name });
      else {
        known.add(checked.data);
        guests.push({ line, email: checked.data, name });
      }
    }
  }
  return { guests, repeated, unread };
}

/** The titles of the columns of a table. */
function isTitles(line: string): boolean {
  return !line.includes('@') && /\b(nom|prénom|prenom|e-?mail|courriel|adresse|mél)\b/i.test(line);
}

/** A name is what stands before the address, back to the one before; after it when nothing stands before the first. */
function guestsOf(line: string): Guest[] {
  const matches = [...line.matchAll(ADDRESS)];
  if (matches.length === 1) {
    const [{ 0: email, index }] = matches as [RegExpExecArray];
    return [{ email, name: nameIn(`${line.slice(0, index)};${line.slice(index + email.length)}`) }];
  }
  let from = 0;
  return matches.map(({ 0: email, index }) => {
    const name = nameIn(line.slice(from, index));
    from = index + email.length;
    return { email, name };
  });
}

function nameIn(text: string): string {
  return text
    .replace(/mailto:/gi, '')
    .replaceAll(/[<>()[\]"]/g, ' ')
    .split(SEPARATORS)
    .map((cell) => cell.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join(' ')
    .slice(0, 120);
}

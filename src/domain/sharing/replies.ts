/**
 * What is said of a contribution: answers to a question, comments, news of a project, remarks of a reviewer. Each is
 * its author’s: nobody writes in her place, and what an animator takes off, she says why.
 */
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf, isPerson } from '#domain/identity/rules.ts';
import type { ReplyId } from '#shared/ids.ts';
import type { Mentioned } from './mentions.ts';
import type { ContributionKind, ContributionPlace, SharedPerson } from './model.ts';
import { canModerate, canReply, canWrite, isReviewer } from './rules.ts';

export const REPLY_KINDS = ['answer', 'comment', 'review', 'news'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** thanks: « merci ». helped: « ça m’a aidé ». */
export const THANKS_KINDS = ['thanks', 'helped'] as const;
export type ThanksKind = (typeof THANKS_KINDS)[number];

export interface Reply {
  readonly id: ReplyId;
  readonly kind: ReplyKind;
  /** Of a review: the heading it is about. */
  readonly heading: string;
  readonly body: string;
  /** Of a news: the civil day it tells. */
  readonly happenedOn: string | null;
  /** Null when her account is gone. */
  readonly author: SharedPerson | null;
  readonly writtenAt: Date;
  readonly editedAt: Date | null;
  /** Of a review: when it was taken into account. */
  readonly settledAt: Date | null;
  readonly isRemoved: boolean;
  /** Of what an animator took off. */
  readonly removalReason: string;
  /** Somebody says that it speaks of a person. */
  readonly isHidden: boolean;
  /** Everybody reads the page since before it was written: whoever reads the page reads it. */
  readonly isPublic: boolean;
  readonly version: number;
  readonly thanks: readonly { readonly person: SharedPerson; readonly kind: ThanksKind }[];
}

/** A reply as a page shows it to somebody: names, never identifiers of people. */
export interface ShownReply {
  readonly id: ReplyId;
  readonly kind: ReplyKind;
  readonly heading: string;
  readonly body: string;
  readonly happenedOn: string | null;
  /** Null when her account is gone, or when it is not shown to who reads. */
  readonly author: string | null;
  readonly writtenAt: Date;
  readonly isEdited: boolean;
  readonly isSettled: boolean;
  readonly isRemoved: boolean;
  readonly removalReason: string;
  readonly isHidden: boolean;
  readonly version: number;
  readonly isOwn: boolean;
  /** What she said of it herself. */
  readonly said: readonly ThanksKind[];
  /** Who else thanked, and whom it helped. */
  readonly thankedBy: readonly string[];
  readonly helped: readonly string[];
  readonly may: {
    readonly edit: boolean;
    readonly remove: boolean;
    readonly putBack: boolean;
    readonly thank: boolean;
    /** Of a review: says whether it was taken into account. */
    readonly settle: boolean;
  };
}

/** What is said of a contribution, as a page shows it. */
export interface Discussion {
  readonly replies: readonly ShownReply[];
  /** What is written there. */
  readonly kind: ReplyKind;
  readonly mayAdd: boolean;
  /** Whom what is said, and what it is said of, may name. */
  readonly mentioned: Mentioned;
  /** Everybody reads the page. */
  readonly isPublic: boolean;
  /** Of the next one: sent twice, it is written once. */
  readonly nonce: string;
  /** The one being corrected; 0 for none. */
  readonly changing: number;
  /** What was just done, and of which. */
  readonly done: { readonly gesture: string; readonly id: number };
}

/** Whether somebody may say this of a contribution: answers and comments by the network, news by who writes it. */
export function canAddReply(
  actor: Actor,
  { kind, place }: { readonly kind: ContributionKind; readonly place: ContributionPlace },
  said: ReplyKind
): boolean {
  if (actor.kind !== 'person') return false;
  if (said === 'answer') return kind === 'question' && canReply(actor, place);
  if (said === 'comment') return canReply(actor, place);
  const isOpen = !place.removed && !place.hidden;
  if (said === 'news') return isOpen && canWrite(actor, place);
  return isOpen && (canWrite(actor, place) || isReviewer(actor, place));
}

/** Of those who read the contribution, who reads this reply. */
export function canReadReply(actor: Actor, place: ContributionPlace, reply: Reply): boolean {
  if (isAuthor(actor, reply)) return true;
  if (reply.isRemoved || reply.isHidden) return canModerate(actor, place);
  if (reply.kind === 'review') return canWrite(actor, place) || isReviewer(actor, place);
  return reply.isPublic || isMemberOf(actor, place.territory);
}

/** Corrects it: its author, while she is of the network and the page is open. */
export function canEditReply(actor: Actor, place: ContributionPlace, reply: Reply): boolean {
  if (place.removed || place.hidden || reply.isRemoved) return false;
  return isAuthor(actor, reply) && isMemberOf(actor, place.territory);
}

/** Takes it off: its author, or an animator, who says why. */
export function canRemoveReply(actor: Actor, place: ContributionPlace, reply: Reply): boolean {
  return !reply.isRemoved && (isAuthor(actor, reply) || canModerate(actor, place));
}

/** Puts it back: its author what she took off herself, an animator anything. */
export function canPutBackReply(actor: Actor, place: ContributionPlace, reply: Reply): boolean {
  if (!reply.isRemoved) return false;
  if (canModerate(actor, place)) return true;
  return isAuthor(actor, reply) && reply.removalReason === '';
}

/** Says « merci » or « ça m’a aidé » of what somebody else wrote. */
export function canThank(actor: Actor, place: ContributionPlace, reply: Reply): boolean {
  if (reply.isRemoved || reply.isHidden || isAuthor(actor, reply)) return false;
  return reply.kind !== 'review' && canReply(actor, place);
}

export function isAuthor(actor: Actor, { author }: Pick<Reply, 'author'>): boolean {
  return author !== null && isPerson(actor, author.id);
}

/** A reply as its page shows it; who is not of the network reads the words of public pages without names. */
export function shownReply(actor: Actor, place: ContributionPlace, reply: Reply): ShownReply {
  const { id, kind, heading, body, happenedOn, writtenAt, version } = reply;
  const { isRemoved, removalReason, isHidden } = reply;
  const named = isMemberOf(actor, place.territory) || isAuthor(actor, reply);
  const isOwn = isAuthor(actor, reply);
  const others = (said: ThanksKind) =>
    named
      ? reply.thanks
          .filter((one) => one.kind === said && !isPerson(actor, one.person.id))
          .map(({ person }) => person.name)
      : [];
  return {
    ...{ id, kind, heading, body, happenedOn, writtenAt, version, isOwn },
    ...{ isRemoved, removalReason, isHidden },
    author: named ? (reply.author?.name ?? null) : null,
    isEdited: reply.editedAt !== null,
    isSettled: reply.settledAt !== null,
    said: reply.thanks
      .filter(({ person }) => isPerson(actor, person.id))
      .map((one) => one.kind)
      .sort(),
    ...{ thankedBy: others('thanks'), helped: others('helped') },
    may: {
      edit: canEditReply(actor, place, reply),
      remove: canRemoveReply(actor, place, reply),
      putBack: canPutBackReply(actor, place, reply),
      thank: canThank(actor, place, reply),
      settle: reply.kind === 'review' && (canWrite(actor, place) || isReviewer(actor, place))
    }
  };
}

interface Words {
  readonly title: string;
  readonly one: string;
  readonly field: string;
  readonly hint?: string;
  readonly button: string;
  /** In the place of a name: her account is gone, or who reads is not of the network. */
  readonly nobody: string;
  /** By what was done. */
  readonly done: Readonly<Record<string, string>>;
}

const said = (written: string) => ({
  'reponse-ecrite': written,
  'reponse-corrigee': 'Corrigé.',
  'reponse-retiree': 'Retiré. Vous pouvez le remettre.',
  'reponse-remise': 'Remis à sa place.'
});
const NOBODY = 'Une personne du réseau';

export const REPLY_WORDS: Readonly<Record<ReplyKind, Words>> = {
  answer: {
    ...{ title: 'Réponses', one: 'réponse', field: 'Votre réponse', button: 'Répondre' },
    hint: 'Une piste, un nom de structure, ce que vous avez essayé\u00a0: trois lignes suffisent.',
    ...{ nobody: NOBODY, done: said('Votre réponse est publiée. Merci.') }
  },
  comment: {
    ...{ title: 'Échanges', one: 'texte', field: 'Votre message', button: 'Publier' },
    ...{ nobody: NOBODY, done: said('Publié.') }
  },
  news: {
    ...{ title: 'Nouvelles', one: 'nouvelle', field: 'Ce qui est nouveau' },
    ...{ hint: 'Deux ou trois phrases.', button: 'Donner cette nouvelle' },
    ...{ nobody: NOBODY, done: said('La nouvelle est publiée.') }
  },
  review: {
    ...{ title: 'Remarques de relecture', one: 'remarque', field: 'Votre remarque' },
    ...{ button: 'Envoyer la remarque', nobody: NOBODY, done: said('La remarque est notée.') }
  }
};

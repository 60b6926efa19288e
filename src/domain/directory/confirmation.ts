/** « Toujours juste ? » : when a structure is asked again whether its fiche is true, and what became of it. */
import type { StructureId } from '#shared/ids.ts';
import type { Quality } from './quality.ts';

const DAY_MS = 86_400_000;

/** Between the first message, its two reminders and the moment the animators are told. */
export const REMIND_AFTER_DAYS = 14;

/** A fiche that nobody ever confirmed is asked about this long after it was written. */
export const NEVER_CONFIRMED_AFTER_DAYS = 30;

/** Somebody who has just answered is left alone, even when her answer did not confirm the fiche. */
export const QUIET_AFTER_ANSWER_DAYS = 30;

/** Nobody answered, the animators were told: the structure is asked afresh after this long. */
export const ASK_AFRESH_AFTER_DAYS = 180;

/** How long a link works after the last message that carried it, or says thank you after the answer. */
export const LINK_DAYS = 60;

/** An animator may ask again a structure asked this long ago, not sooner. */
export const RELAUNCH_AFTER_DAYS = 3;

/** Messages an instance sends in a day at most: a directory of 100,000 structures does not send all at once. */
export const MOST_MESSAGES_A_DAY = 2000;

/** 0: first message; 1 and 2: reminders; 3: the animators are told. */
export const LAST_STAGE = 3;

/** The instant `days` before another. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

export type ConfirmationAnswer = 'confirmed' | 'edited' | 'closed' | 'superseded';

/** A request as its link finds it. */
export interface RequestState {
  readonly stageAt: Date;
  readonly answeredAt: Date | null;
  readonly answer: ConfirmationAnswer | null;
}

/**
 * What a link still does. `open`: the person may answer; `thanked`: she did, and may see it again; `over`: too old,
 * or replaced by another.
 */
export function linkState(request: RequestState, now: Date): 'open' | 'thanked' | 'over' {
  const limit = daysBefore(now, LINK_DAYS);
  if (request.answer === 'superseded') return 'over';
  if (request.answeredAt) return request.answeredAt >= limit ? 'thanked' : 'over';
  return request.stageAt >= limit ? 'open' : 'over';
}

/** How a fiche stands in the campaign of an animator; `nobody`: due, and there is nobody to ask. */
export const CAMPAIGN_STATUSES = ['fresh', 'waiting', 'overdue', 'nobody'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const STATUS_WORDS: Readonly<Record<CampaignStatus, string>> = {
  fresh: 'À jour',
  waiting: 'En attente',
  overdue: 'En retard',
  nobody: 'Personne à solliciter'
};

/** Where a request stands, in words; null: nothing was asked. */
export function stageText(stage: number | null): string {
  if (stage === null) return 'Pas encore demandé';
  return ['Demandé', 'Premier rappel', 'Second rappel', 'Sans réponse'][stage] ?? 'Sans réponse';
}

/** Whether an animator may ask (again) now, or why not. */
export function relaunchRefusal(
  fiche: { stageAt: Date | null; recipients: number; paused: boolean },
  now: Date
): string | null {
  if (fiche.paused) return 'la structure a demandé une pause';
  if (fiche.recipients === 0) return 'personne à qui écrire : ni référent·e, ni courriel';
  if (fiche.stageAt && fiche.stageAt > daysBefore(now, RELAUNCH_AFTER_DAYS))
    return `sollicitée il y a moins de ${RELAUNCH_AFTER_DAYS} jours`;
  return null;
}

/** How an animator learned that a fiche is true. */
export const ORIGINS = {
  phone: 'par téléphone',
  visit: 'lors d’une rencontre',
  mail: 'par courriel',
  other: 'autrement'
} as const;
export type ConfirmationOrigin = keyof typeof ORIGINS;

/** How many fiches of a territory stand in each way. */
export type CampaignFigures = Readonly<Record<CampaignStatus | 'total', number>>;

/** A fiche as an animator follows it. */
export interface CampaignLine {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly type: string;
  readonly status: CampaignStatus;
  readonly confirmedAt: Date | null;
  readonly reviewEveryMonths: number;
  readonly paused: boolean;
  /** Of the open request; null when nothing is asked. */
  readonly stage: number | null;
  readonly stageAt: Date | null;
  /** How the last request was answered, and by whom; null before any. */
  readonly lastAnswer: { answer: ConfirmationAnswer; by: string; at: Date } | null;
  /** Whom a message would reach: how many référents, or the structure itself. The addresses are shown to nobody. */
  readonly referents: number;
  readonly ownAddress: boolean;
  readonly quality: Quality;
}

/** What is written of any contribution, as a form gives it. What is not given is not changed. */
import { z } from 'zod';
import type { ContributionId, EventId, StructureId } from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import { CONTRIBUTION_VISIBILITIES, type Where } from '../model.ts';

export const LONGEST_TEXT = 20_000;
export const MOST_ROWS = 30;

const line = (most: number) => z.string().trim().max(most, atMost(most));
const identifier = <T>() => z.custom<T>((value) => Number.isSafeInteger(value) && value !== 0);
const rows = <T extends z.ZodType>(row: T) =>
  z.array(row).max(MOST_ROWS, `${MOST_ROWS} lignes au plus`).readonly();

/** Something that is seen: spaces of no width alone would be a link that nobody finds. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

const structure = z.object({
  label: line(300).regex(SEEN, 'écrivez un nom'),
  structure: identifier<StructureId>().nullable()
});

export const contributionInput = z
  .object({
    title: line(200).regex(SEEN, 'donnez un titre'),
    summary: line(500),
    visibility: z.enum(CONTRIBUTION_VISIBILITIES, 'choisissez qui peut lire'),
    /** By key of a heading; a heading that is not given is not changed. */
    texts: z.record(z.string(), line(LONGEST_TEXT)),
    /** Codes. */
    themes: rows(z.string()),
    audiences: rows(z.string()),
    carriers: rows(structure),
    partners: rows(structure),
    events: rows(identifier<EventId>()),
    related: rows(identifier<ContributionId>()),
    /** Null: the whole territory. */
    where: z.custom<Where>().nullable()
  })
  .partial();
export type ContributionInput = z.input<typeof contributionInput>;
export type ContributionFields = z.output<typeof contributionInput>;

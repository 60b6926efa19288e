/** What a person corrects of a part of an import, as it will be written. */
import { z } from 'zod';
import { atMost } from '#shared/text.ts';
import { DECISIONS } from '../importing/deciding.ts';
import { LONGEST_NUMBER } from '../numbering.ts';
import { LONGEST_REMAINDER, MOST_ROWS, resourceInput, sheetInput } from './sheet.ts';

const line = (most: number) => z.string().trim().max(most, atMost(most)).default('');
const branch = z.object({ number: line(LONGEST_NUMBER), title: line(300) });
const actors = z
  .array(z.object({ label: line(300).pipe(z.string().min(1, 'écrivez un nom')) }))
  .max(MOST_ROWS, `${MOST_ROWS} lignes au plus`);

export const importPartInput = z.object({
  number: line(LONGEST_NUMBER),
  code: line(LONGEST_NUMBER),
  title: line(300),
  axis: branch,
  objective: branch,
  texts: sheetInput.shape.texts.unwrap(),
  pilots: actors,
  partners: actors,
  resources: z
    .array(resourceInput.pick({ planLabel: true, part: true, action: true }))
    .max(MOST_ROWS, `${MOST_ROWS} lignes au plus`),
  renewsYearly: z.boolean(),
  remainder: z.string().max(LONGEST_REMAINDER, 'ce reste est trop long').default(''),
  decision: z.enum(DECISIONS)
});
export type ImportPartInput = z.output<typeof importPartInput>;

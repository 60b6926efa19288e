import { z } from 'zod';
import { isPath } from '../signature.ts';
import { BATCH_SIZE } from './model.ts';

const line = (most: number) => z.string().trim().max(most);
const instant = z.number().int().min(0).max(8_640_000_000_000_000);
const entrance = z.string().regex(/^(all|[hs]\d{1,15})$/);

const about = {
  registration: z.number().int().positive().optional(),
  door: z.uuid().optional(),
  code: z.string().max(500).optional()
};
const done = { nonce: z.uuid(), entrance, at: instant };

export const gestureInput = z.discriminatedUnion('type', [
  z.object({
    ...done,
    ...about,
    type: z.literal(['in', 'out']),
    means: z.enum(['code', 'name', 'door']),
    anyway: z.boolean().optional()
  }),
  z.object({
    ...done,
    type: z.literal('walk-in'),
    person: z.object({
      firstName: line(80),
      lastName: line(80).min(1),
      profession: line(120),
      structure: line(160)
    })
  }),
  z.object({ ...done, ...about, type: z.literal('sign'), strokes: z.string().refine(isPath) })
]);

/** What a device sends, as the server reads it. One gesture that cannot be read is refused alone. */
export const batchInput = z.object({
  device: z.object({
    id: z.uuid(),
    name: line(40),
    pending: z.number().int().min(0).max(100_000)
  }),
  sentAt: instant,
  cursor: instant,
  gestures: z.array(z.unknown()).max(BATCH_SIZE)
});

/** What is read of a gesture that is refused, to answer about it. */
export const unreadable = z.object({ nonce: z.uuid() });

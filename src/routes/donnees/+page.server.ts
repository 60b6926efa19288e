import { CONTRACTS } from '#app/api/contracts.ts';
import type { z } from 'zod';
import type { PageServerLoad } from './$types';

interface Parameter {
  name: string;
  description: string;
  required: boolean;
}

export const load: PageServerLoad = () => ({
  endpoints: CONTRACTS.map((one) => ({
    operation: one.operation,
    path: one.path,
    summary: one.summary,
    description: one.description,
    contentType: one.contentType,
    example: one.example,
    parameters: [...parameters(one.params, true), ...parameters(one.query, false)]
  }))
});

function parameters(schema: z.ZodObject, inPath: boolean): Parameter[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType;
    return {
      name: inPath ? `{${name}}` : name,
      description: describe(type),
      required: inPath || !type.safeParse(undefined).success
    };
  });
}

/** The description may be under the wrappers that make a field optional or give it a default. */
function describe(type: z.ZodType): string {
  const own = type.meta()?.description;
  if (own) return own;
  const inner = (type as { unwrap?: () => z.ZodType }).unwrap?.();
  return inner ? describe(inner) : '';
}

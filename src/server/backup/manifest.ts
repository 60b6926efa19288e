/** What a backup says of itself: the first and the last of its entries. */
import { z } from 'zod';

/** Raised when an older Maillage could not read the file any more. */
export const FORMAT = 1;

export const MANIFEST = 'manifest.json';
export const CONTENTS = 'contents.json';
export const SECRET = 'secret';

/** Read on its own first: a newer format may say all the rest otherwise. */
export const FormatOnly = z.object({ format: z.number().int().positive() });

/** Known before the first table is read. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  /** Of Maillage. */
  version: z.string(),
  postgres: z.string(),
  madeAt: z.coerce.date(),
  /** Migrations applied, in their order: the schema. */
  migrations: z.array(z.string()),
  /** In the order in which they follow. */
  tables: z.array(
    z.object({
      /** « public.person » */
      name: z.string(),
      columns: z.array(z.string())
    })
  ),
  /** Of an S3-compatible store; those of the database are rows like others. */
  files: z.array(
    z.object({
      key: z.string(),
      size: z.number().int().nonnegative(),
      sha256: z.string(),
      mediaType: z.string()
    })
  )
});
export type Manifest = z.output<typeof Manifest>;

const Content = z.object({
  rows: z.number().int().nonnegative(),
  /** Of its rows, in any order: what is compared once they are restored. */
  mark: z.string()
});
export type Content = z.output<typeof Content>;

/** Known once everything has been read. */
export const Contents = z.object({
  /** By table. */
  tables: z.record(z.string(), Content),
  /** By « schema.name »; null: never used. */
  sequences: z.record(z.string(), z.number().int().nullable()),
  /** Keys of files that their store had lost. */
  lost: z.array(z.string())
});
export type Contents = z.output<typeof Contents>;

/** Where a piece of a table or a file stands in the archive. */
export function partName(kind: 'tables' | 'files', name: string, part: number): string {
  return `${kind}/${name}/${String(part).padStart(6, '0')}`;
}

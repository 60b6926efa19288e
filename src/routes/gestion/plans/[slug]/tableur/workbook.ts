import { UnreadableFile } from '#domain/directory/transfer/file.ts';
import type { WorkbookSheet } from '#domain/plans/tables/comparison.ts';
import { readPlanWorkbook } from '#domain/plans/server/exchange/workbook/documents.ts';

/** Five hundred long sheets hold in it, and what is carried from one step to the next too. */
export const MOST_MEGABYTES = 6;
const MOST_BYTES = MOST_MEGABYTES * 1_000_000;

export type Sent =
  | { readonly ok: true; readonly workbook: WorkbookSheet[]; readonly carried: string }
  | { readonly ok: false; readonly status: number; readonly message: string };

/** The workbook that a form sends: the file that was chosen, or the one that was read at the step before. */
export async function readSent(form: FormData): Promise<Sent> {
  const file = form.get('classeur');
  const carried = form.get('contenu');
  if (file instanceof File && file.size > MOST_BYTES)
    return { ok: false, status: 413, message: `${MOST_MEGABYTES} Mo au plus.` };
  const bytes =
    file instanceof File
      ? Buffer.from(await file.arrayBuffer())
      : Buffer.from(typeof carried === 'string' ? carried : '', 'base64');
  if (bytes.length === 0)
    return { ok: false, status: 400, message: 'Choisissez le classeur à importer.' };
  try {
    const workbook = await readPlanWorkbook(bytes);
    return { ok: true, workbook, carried: bytes.toString('base64') };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { ok: false, status: 422, message: error.message };
  }
}

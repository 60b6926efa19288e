/** Reading the file that a form sends, and giving it to a document. */
import { fail, type ActionFailure } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import {
  addVersion,
  checkFile,
  type FileRefused,
  type IncomingFile
} from '#domain/sharing/server/documents/commands.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { Invalid } from '#shared/errors.ts';
import { text } from '../../gestion/rencontres/reading.ts';
import { openContribution, type Answer, type Asked } from '../saving.ts';
import { readDetails } from './typed.ts';

/** What is refused of a file; its form asks for it again. */
export interface FileAnswer {
  readonly errors: Readonly<Record<string, string>>;
  readonly readings?: SecondReading;
}

const NO_FILE = 'Fichier\u00a0: choisissez-en un';
/** A browser never sends a file again by itself. */
const AGAIN = 'Fichier\u00a0: choisissez-le de nouveau';

type Deposited =
  | { readonly ok: true; readonly slug: string }
  | { readonly ok: false; readonly failure: ActionFailure<Answer> };

/** Opens a document with its file, published when that is asked: all of it, or nothing; once. */
export async function deposit({ locals: { db, actor }, request }: Asked): Promise<Deposited> {
  const form = await request.formData();
  const reread = form.has('relu');
  const file = await readSentFile(form);
  const checked = file && checkFile(file, { reread });
  const wrong = !checked ? { errors: { fichier: NO_FILE } } : checked.ok ? null : saidOf(checked);
  return db.transaction().execute(async (tx) => {
    const opened = await openContribution(
      { db: tx, actor },
      { form, kind: 'document', details: readDetails(form), ...(wrong && { errors: wrong.errors }) }
    );
    if (!opened.ok) return { ok: false, failure: withFile(opened.failure, wrong) };
    if (opened.isNew) {
      const added = await addVersion(tx, actor, opened.id, file!, { reread });
      if (!added.ok) throw new Invalid([{ path: 'fichier', message: AGAIN }]);
    }
    if (form.get('geste') === 'publier') await publish(tx, actor, opened.id, new Date());
    return opened;
  });
}

/** Whatever was refused, the file is to be chosen again. */
function withFile({ status, data }: ActionFailure<Answer>, wrong: FileAnswer | null) {
  const readings = [...(data.readings ?? []), ...(wrong?.readings ?? [])];
  const errors = { fichier: AGAIN, ...wrong?.errors, ...data.errors };
  return fail(status, { ...data, errors, ...(readings.length > 0 && { readings }) });
}

/** Gives a document the file of a form, as its new version. */
export async function depositVersion(
  { locals: { db, actor }, request }: Asked,
  document: Contribution<'document'>
) {
  const form = await request.formData();
  const file = await readSentFile(form);
  const note = text(form, 'note');
  const refuse = (answer: FileAnswer) => ({
    ok: false as const,
    failure: fail(400, { ...answer, note })
  });
  if (!file) return refuse({ errors: { fichier: NO_FILE } });
  const added = await addVersion(db, actor, document.id, file, { reread: form.has('relu') });
  return added.ok ? added : refuse(saidOf(added));
}

/** The file of a form; null when none was chosen. */
async function readSentFile(form: FormData): Promise<IncomingFile | null> {
  const file = form.get('fichier');
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, bytes, note: text(form, 'note') };
}

/** What a refusal says, beside which field. */
function saidOf(refused: FileRefused): FileAnswer {
  if (refused.reason === 'second-reading')
    return { errors: { fichier: AGAIN }, readings: refused.readings };
  if (refused.reason === 'note') return { errors: { note: refused.message, fichier: AGAIN } };
  return { errors: { fichier: refused.message } };
}

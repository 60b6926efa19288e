import { environment } from '#server/env.ts';
import { findWrittenMail, type WrittenMailText } from '#server/mail/reading.ts';
import type { Database } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';

/** What would have been sent is read by anybody: in demonstration mode, where nobody is real, and nowhere else. */
export function demonstrationOnly(): void {
  if (environment().demo === 'off')
    throw new NotFound('Cette page n’existe pas, ou n’existe plus.');
}

/** @throws NotFound outside the demonstration too. */
export async function getDemonstrationMail(db: Database, id: string): Promise<WrittenMailText> {
  demonstrationOnly();
  const mail = /^\d{1,15}$/.test(id) ? await findWrittenMail(db, Number(id)) : null;
  if (!mail) throw new NotFound('Ce courriel n’existe pas, ou n’existe plus.');
  return mail;
}

import { listRecipients, listWrittenMails } from '#server/mail/reading.ts';
import { demonstrationOnly } from './demonstration.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  demonstrationOnly();
  const recipient = url.searchParams.get('pour')?.trim().toLowerCase() || null;
  return {
    recipient,
    mails: await listWrittenMails(locals.db, recipient),
    recipients: await listRecipients(locals.db)
  };
};

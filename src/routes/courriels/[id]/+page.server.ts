import { ATTACHMENTS } from '#app/attachments.ts';
import { findAttachmentKind } from '#server/mail/attachments.ts';
import { getDemonstrationMail } from '../demonstration.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { html: _html, attachment, ...mail } = await getDemonstrationMail(locals.db, params.id);
  const file = findAttachmentKind(ATTACHMENTS, attachment);
  return { mail, file: file?.name ?? null, paragraphs: withLinks(mail.text) };
};

/** The plain text cut at its links, so that they can be followed. */
function withLinks(text: string): { text: string; href: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter(Boolean)
    .map((part) => ({ text: part, href: /^https?:\/\//.test(part) ? part : null }));
}

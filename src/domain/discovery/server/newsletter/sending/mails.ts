import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { LETTER_LABELS, type LetterItem, type Newsletter } from '../../../newsletter.ts';
import { openAddress, type Reader } from '../../digest/mails.ts';

/** A letter, for one person. @param key - one message a letter and a person. */
export function composeLetter(
  { name, email }: Reader,
  letter: Newsletter,
  { key, items }: { readonly key: string; readonly items: readonly LetterItem[] }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'newsletter');
  const { slug, nameWithDe } = letter.territory;
  return {
    kind: 'newsletter',
    to: { address: email, name },
    subject: letter.subject,
    unsubscribeUrl,
    dedupeKey: key,
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: letter.introduction.split(/\n{2,}/).filter(Boolean),
      entries: items.map(({ kind, title, text, href }) => ({
        ...{ kicker: LETTER_LABELS[kind], title, text, note: '' },
        url: href && openAddress(href)
      })),
      action: {
        label: 'Lire la lettre en ligne',
        url:
          letter.visibility === 'public'
            ? siteAddress(`/territoires/${slug}/lettres/${letter.month}`)
            : openAddress(`/territoires/${slug}/lettres/${letter.month}`)
      },
      notes: [`Lettre écrite par l’équipe qui anime le réseau ${nameWithDe}.`],
      unsubscribeUrl
    })
  };
}

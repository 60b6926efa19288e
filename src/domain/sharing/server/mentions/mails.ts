import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import type { ContributionSummary } from '../../model.ts';
import { openingOf, pageOf } from '../../model.ts';

/** Tells somebody that she, or a structure she answers for, was named; the words are on the page. */
export function composeMention(
  to: { readonly id: string; readonly name: string; readonly email: string },
  named: Pick<ContributionSummary, 'id' | 'kind' | 'slug' | 'title'> & {
    readonly by: string;
    readonly reply: number | null;
    /** '' when it is she. */
    readonly structure: string;
    readonly mention: number;
  }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(to.email, 'mention');
  const by = named.by || 'Une personne de votre réseau';
  const whom = named.structure ? `nomme ${named.structure}` : 'vous nomme';
  return {
    kind: 'mention',
    to: { address: to.email, name: to.name },
    subject: `${by} ${whom}\u00a0: ${named.title}`,
    unsubscribeUrl,
    about: named.reply ? `reply:${named.reply}` : `contribution:${named.id}`,
    dedupeKey: `mention:${named.mention}:${to.id}`,
    ...renderMail({
      greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
      paragraphs: [`${by} ${whom} dans «\u00a0${named.title}\u00a0».`],
      action: {
        label: 'Lire',
        url: siteAddress(
          openingOf(`${pageOf(named)}${named.reply ? `#reponse-${named.reply}` : ''}`)
        )
      },
      unsubscribeUrl
    })
  };
}

import { openingOf } from '#domain/sharing/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail, type MailEntry } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { plural } from '#shared/text.ts';
import { NEWS_LABELS, sayWhy, type NewsItem } from '../../news.ts';

/** Somebody who is written to. */
export interface Reader {
  readonly name: string;
  readonly email: string;
}

/** More would not be read: the rest is on the page. */
export const MOST_TOLD = 12;

/** What is new for somebody, in one message. @param answers - where each open question is answered without signing in. */
export function composeDigest(
  { name, email }: Reader,
  { key, items, answers }: DigestContent
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'digest');
  const told = items.slice(0, MOST_TOLD);
  const more = items.length - told.length;
  return {
    kind: 'digest',
    to: { address: email, name },
    subject: subjectOf(items),
    unsubscribeUrl,
    dedupeKey: key,
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: [
        'Ce qui touche vos communes, vos thèmes, vos structures ou ce que vous suivez\u00a0:'
      ],
      entries: told.map((item) => entryOf(item, answers.get(item.key))),
      action: {
        label:
          more > 0
            ? `Lire la suite (${plural(more, 'autre nouvelle', 'autres nouvelles')})`
            : 'Ouvrir Maillage',
        url: openAddress('/partage')
      },
      notes: [
        `Vous choisissez quand nous vous écrivons\u00a0: ${openAddress('/mon-espace/nouvelles')}`
      ],
      unsubscribeUrl
    })
  };
}

export interface DigestContent {
  readonly key: string;
  readonly items: readonly NewsItem[];
  readonly answers: ReadonlyMap<string, string>;
}

/** Members’ pages ask who reads: the address signs in first when it must. */
export function openAddress(path: string): string {
  return siteAddress(openingOf(path));
}

function subjectOf(items: readonly NewsItem[]): string {
  const first = items[0]!.title;
  const others = items.length - 1;
  return others === 0
    ? first
    : `${first}, et ${plural(others, 'autre nouvelle', 'autres nouvelles')}`;
}

function entryOf(item: NewsItem, answer: string | undefined): MailEntry {
  return {
    ...{ kicker: NEWS_LABELS[item.kind], title: item.title, text: item.text },
    ...{ url: openAddress(item.href), note: sayWhy(item.reason) },
    ...(answer && { action: { label: 'Répondre, sans se connecter', url: answer } })
  };
}

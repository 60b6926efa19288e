import { Feed } from 'feed';
import { siteAddress } from '#server/http/address.ts';
import { escapeMarkup } from '#shared/text.ts';
import type { FeedEntry, FeedHead } from '../../feeds.ts';

const absolute = (path: string) => (path.startsWith('/') ? siteAddress(path) : path);

/** A feed as readers of news read it (Atom, RFC 4287). The latest entry dates it; an empty one has the date given. */
export function writeAtom(head: FeedHead, entries: readonly FeedEntry[], now: Date): string {
  const self = absolute(head.self);
  const updated = entries.reduce<Date | null>(
    (last, { at }) => (last && last > at ? last : at),
    null
  );
  const feed = new Feed({
    id: self,
    title: head.title,
    description: head.subtitle,
    link: absolute(head.page),
    feedLinks: { atom: self },
    language: 'fr',
    copyright: '',
    generator: 'Maillage',
    updated: updated ?? now
  });
  for (const { href, key, kicker, title, text, at } of entries)
    feed.addItem({
      id: `${siteAddress('/')}#${key}`,
      title: clean(`${kicker}\u00a0: ${title}`),
      link: absolute(href),
      description: clean(text),
      date: at
    });
  return feed.atom1();
}

/** Our texts are plain, and a feed says that its texts are HTML; what XML cannot hold, a form may have carried. */
function clean(text: string): string {
  return escapeMarkup(text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, ' '));
}

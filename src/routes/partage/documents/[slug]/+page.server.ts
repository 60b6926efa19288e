import { redirect } from '@sveltejs/kit';
import { needsSecondReading } from '#domain/confidentiality/rules.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { listSheetsOfContribution } from '#domain/plans/server/about/queries.ts';
import { canReadEarlier, isToReview, nextReview } from '#domain/sharing/documents/versions.ts';
import { canModerate, canWrite } from '#domain/sharing/rules.ts';
import { listFileVersions, readCurrentText } from '#domain/sharing/server/documents/queries.ts';
import { nameZones } from '#domain/sharing/server/naming/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { writeContribution } from '#domain/sharing/server/writing/commands.ts';
import { civilTime } from '#shared/dates.ts';
import { contributionActions } from '../../acting.ts';
import { readFollow } from '../../following.ts';
import { readDiscussion, replyingActions } from '../../replying.ts';
import { askedDocument, askedWritten } from './asked.ts';
import type { Actions, PageServerLoad } from './$types';

/** More is read in the file itself. In characters. */
const SHOWN_TEXT = 20_000;
const MOST_CHECKED = 200_000;
const today = () => civilTime(new Date(), 'Europe/Paris').slice(0, 10);

export const load: PageServerLoad = async (event) => {
  const { locals, url, setHeaders } = event;
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const document = await askedDocument(event);
  const { place, where, details } = document;
  const [versions, text, around, sheets, zones, discussion] = await Promise.all([
    listFileVersions(db, document.id),
    readCurrentText(db, document.id),
    listAmong(db, actor, document.related),
    listSheetsOfContribution(db, actor, document.id),
    nameZones(db, where?.include ?? []),
    readDiscussion({ locals, url }, document, 'comment')
  ]);
  const mayWrite = canWrite(actor, place);
  const found = mayWrite ? needsSecondReading({ texte: text.slice(0, MOST_CHECKED) }, false) : null;
  return {
    follow: await readFollow(locals, document),
    ...{ document, discussion, around, sheets, zones: [...zones.values()] },
    versions: canReadEarlier(actor, place) ? versions : versions.slice(0, 1),
    text: text.slice(0, SHOWN_TEXT),
    isCut: text.length > SHOWN_TEXT,
    /** For its writers: what, in the file itself, might say who somebody is. */
    passages: (found?.[0]?.passages ?? []).slice(0, 5),
    isToReview: isToReview(details.expiresOn, today()),
    may: {
      write: mayWrite,
      moderate: canModerate(actor, place),
      member: isMemberOf(actor, document.territory.id)
    },
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  ...contributionActions('document'),
  ...replyingActions('document'),
  'toujours-bon': async (asked) => {
    const document = await askedWritten(asked);
    const details = { expiresOn: nextReview(today()) };
    await writeContribution(
      asked.locals.db,
      asked.locals.actor,
      document.id,
      { details },
      { change: 'toujours bon' }
    );
    redirect(303, `/partage/documents/${document.slug}?fait=toujours-bon`);
  }
};

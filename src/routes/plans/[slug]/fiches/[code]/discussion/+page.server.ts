import { isPerson } from '#domain/identity/rules.ts';
import { proposableHeadings } from '#domain/plans/notes.ts';
import { canCommentSheet, canWriteSheet } from '#domain/plans/rules.ts';
import { listNotes } from '#domain/plans/server/notes/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedSheet } from '../asked.ts';
import { answeringActions } from './answering.ts';
import { sayingActions } from './saying.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const { plan, sheet } = await askedSheet({ locals, params });
  const notes = await listNotes(db, actor, sheet);
  const headings = proposableHeadings(plan.headings);
  const query = url.searchParams;
  const mayWrite = canWriteSheet(actor, sheet.place);
  return {
    // Its author’s identifier stays here: what a page needs is whether it is she.
    notes: notes.map(({ author, ...note }) => ({
      ...note,
      author: author.name,
      isOwn: author.id !== null && isPerson(actor, author.id)
    })),
    version: sheet.version,
    texts: sheet.texts,
    // Who writes the sheet reads its texts even withheld; the others cannot propose others for them.
    textsHidden: sheet.textsHidden && !mayWrite,
    headings: headings.map(({ key, label, kind }) => ({ key, label, kind })),
    proposing: headings.find(({ key }) => key === query.get('proposer'))?.key ?? '',
    changing: numberOf(query.get('corriger')),
    may: { write: mayWrite, comment: canCommentSheet(actor, sheet.place) },
    today: today(new Date()),
    done: { gesture: query.get('fait') ?? '', id: numberOf(query.get('numero')) }
  };
};

export const actions: Actions = { ...sayingActions, ...answeringActions };

import type { FoundContent, StoredText, Withholding } from '#domain/confidentiality/model.ts';
import {
  restore,
  type ReportOutcome
} from '#domain/confidentiality/server/withholding/commands.ts';
import {
  getWithholding,
  listWithholdings
} from '#domain/confidentiality/server/withholding/queries.ts';
import {
  removeSuggestionTexts,
  withholdSuggestion
} from '#domain/directory/server/suggestions/withheld/commands.ts';
import {
  findSuggestionContent,
  listSuggestionTexts
} from '#domain/directory/server/suggestions/withheld/queries.ts';
import {
  removeStructureTexts,
  restoreStructure,
  withholdStructure
} from '#domain/directory/server/withheld/commands.ts';
import {
  findStructureContent,
  listHiddenTexts
} from '#domain/directory/server/withheld/queries.ts';
import {
  removeEventTexts,
  restoreEvent,
  withholdEvent
} from '#domain/events/server/withheld/commands.ts';
import { findEventContent } from '#domain/events/server/withheld/queries.ts';
import { listHiddenEventTexts } from '#domain/events/server/withheld/texts/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { renameTargets } from '#domain/identity/server/audit/commands.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { excerptOf } from '#domain/discovery/server/news/replies/queries.ts';
import { forgetContribution } from '#domain/discovery/server/newsletter/forgetting/commands.ts';
import {
  removeLetterTexts,
  withholdLetter
} from '#domain/discovery/server/newsletter/withheld/commands.ts';
import {
  findLetterContent,
  listLetterTexts
} from '#domain/discovery/server/newsletter/withheld/queries.ts';
import { removeMinutesTexts, withholdMinutes } from '#domain/minutes/server/withheld/commands.ts';
import {
  findMinutesContent,
  listHiddenMinutesTexts
} from '#domain/minutes/server/withheld/queries.ts';
import { removeWaveTexts, withholdWave } from '#domain/network/server/withheld/commands.ts';
import { findWaveContent, listHiddenWaveTexts } from '#domain/network/server/withheld/queries.ts';
import { removeSheetTexts, withholdSheet } from '#domain/plans/server/withheld/commands.ts';
import { removeNoteTexts, withholdNote } from '#domain/plans/server/withheld/notes/commands.ts';
import {
  findNoteContent,
  listHiddenNoteTexts
} from '#domain/plans/server/withheld/notes/queries.ts';
import { findSheetContent, listHiddenSheetTexts } from '#domain/plans/server/withheld/queries.ts';
import {
  removeContributionTexts,
  withholdContribution
} from '#domain/sharing/server/withheld/commands.ts';
import {
  findContributionContent,
  listContributionTexts,
  listTitles
} from '#domain/sharing/server/withheld/queries.ts';
import {
  removeReplyTexts,
  withholdReply
} from '#domain/sharing/server/withheld/replies/commands.ts';
import {
  findReplyContent,
  listReplyTexts,
  listReplyWords
} from '#domain/sharing/server/withheld/replies/queries.ts';
import type { Decide, Hide, TextReport } from '#domain/territory/server/withheld/commands.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { forgetWords } from '#server/mail/forgetting.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';

/** What may repeat them otherwise than as a title. */
const REVISED = ['digest', 'newsletter'];

/** A content that may be reported. */
export interface Found extends FoundContent {
  /** What reporting hides, and what stays. */
  readonly effect: string;
}

/** How each kind of content is found, hidden, shown again and erased: the domain that owns it knows. */
interface Reportable extends Pick<Found, 'effect'> {
  readonly find: (db: Executor, actor: Actor, key: string) => Promise<FoundContent | null>;
  readonly withhold: Hide;
  readonly restore: Decide;
  readonly remove: Decide;
  readonly texts: (db: Executor, id: string) => Promise<StoredText[]>;
}

/** A later kind of content that others read is a line here. */
const REPORTABLE: Readonly<Record<string, Reportable>> = {
  structure: {
    find: findStructureContent,
    effect:
      'tout ce qui est écrit librement sur cette fiche est masqué partout, tout de suite. Le nom de la structure, son téléphone et ses horaires restent visibles.',
    withhold: withholdStructure,
    restore: restoreStructure,
    remove: removeStructureTexts,
    texts: listHiddenTexts
  },
  suggestion: {
    find: findSuggestionContent,
    effect: 'cette proposition est masquée partout, tout de suite. La fiche ne change pas.',
    withhold: withholdSuggestion,
    restore,
    remove: removeSuggestionTexts,
    texts: listSuggestionTexts
  },
  event: {
    find: findEventContent,
    effect:
      'tout ce qui est écrit librement sur cette rencontre et son programme est masqué partout, tout de suite. Le titre, la date, le lieu et le contact restent visibles.',
    withhold: withholdEvent,
    restore: restoreEvent,
    remove: removeEventTexts,
    texts: listHiddenEventTexts
  },
  minutes: {
    find: findMinutesContent,
    effect:
      'tout ce qui est écrit dans ce compte rendu est masqué partout, tout de suite. Le nombre de personnes présentes reste visible.',
    withhold: withholdMinutes,
    restore,
    remove: removeMinutesTexts,
    texts: listHiddenMinutesTexts
  },
  wave: {
    find: findWaveContent,
    effect:
      'les mots d’accueil de cette vague sont masqués partout, tout de suite. Les questions restent.',
    withhold: withholdWave,
    restore,
    remove: removeWaveTexts,
    texts: listHiddenWaveTexts
  },
  'action-sheet': {
    find: findSheetContent,
    effect:
      'tout ce qui est écrit sous les rubriques de cette fiche est masqué partout, tout de suite. Son titre, ses pilotes, ses étapes et ses chiffres restent visibles.',
    withhold: withholdSheet,
    restore,
    remove: removeSheetTexts,
    texts: listHiddenSheetTexts
  },
  'sheet-note': {
    find: findNoteContent,
    effect: 'ce texte est masqué tout de suite. La fiche ne change pas.',
    withhold: withholdNote,
    restore,
    remove: removeNoteTexts,
    texts: listHiddenNoteTexts
  },
  contribution: {
    find: findContributionContent,
    effect:
      'ce partage est masqué partout, tout de suite, avec ce qu’on y a répondu et ses fichiers. Les personnes qui l’ont écrit le voient encore, et savent pourquoi.',
    withhold: withholdContribution,
    restore,
    remove: (db, actor, withholding) =>
      inTransaction(db, async (tx) => {
        const { id: key } = await getWithholding(tx, actor, withholding);
        const said = await listTitles(tx, key);
        const decided = await removeContributionTexts(tx, actor, withholding);
        if (decided.status !== 'removed') return decided;
        const { id, kind, label } = decided;
        await forgetContribution(tx, Number(id) as ContributionId);
        await renameTargets(tx, { kind, ids: [id], label });
        await forgetWords(tx, { ...said, revised: REVISED });
        return decided;
      }),
    texts: listContributionTexts
  },
  reply: {
    find: findReplyContent,
    effect: 'ce texte est masqué partout, tout de suite. Le reste de la page ne change pas.',
    withhold: withholdReply,
    restore,
    remove: (db, actor, withholding) =>
      inTransaction(db, async (tx) => {
        const { id: key } = await getWithholding(tx, actor, withholding);
        const { bodies, since } = await listReplyWords(tx, key);
        const decided = await removeReplyTexts(tx, actor, withholding);
        if (decided.status !== 'removed') return decided;
        // As an entry of a digest says them: under its title, before why it is there.
        const words = bodies.map((body) => `\n${excerptOf(body)}\n(`);
        await forgetWords(tx, { titles: [], words, since, revised: REVISED });
        return decided;
      }),
    texts: listReplyTexts
  },
  newsletter: {
    find: findLetterContent,
    effect:
      'cette lettre est masquée partout, tout de suite, et ne part plus à qui ne l’a pas encore reçue. Ce dont elle parle reste lisible à sa page.',
    withhold: withholdLetter,
    restore,
    remove: removeLetterTexts,
    texts: listLetterTexts
  }
};

/** @throws NotFound for a kind or a content that does not exist. */
export async function getReportable(
  db: Database,
  actor: Actor,
  { kind, key }: { kind: string; key: string }
): Promise<Found> {
  const { find, effect } = reportable(kind);
  const found = await find(db, actor, key);
  if (!found) throw new NotFound('Ce texte n’existe pas, ou n’existe plus.');
  return { ...found, effect };
}

/** Hides a content at once. @throws NotFound */
export function reportContent(
  db: Database,
  actor: Actor,
  { kind, key }: { kind: string; key: string },
  report: TextReport
): Promise<ReportOutcome> {
  return reportable(kind).withhold(db, actor, key, report);
}

/** What waits in a territory with its texts, and what was decided. @throws Forbidden */
export async function listRetained(db: Database, actor: Actor, territory: TerritoryId) {
  // What no territory holds is decided by whoever runs the instance, wherever she reads.
  const orphans = runsInstance(actor) ? await listWithholdings(db, actor, null) : [];
  const all = [...(await listWithholdings(db, actor, territory)), ...orphans];
  const waiting = await Promise.all(
    all
      .filter(({ status }) => status === 'withheld')
      .map(async (one) => ({ ...one, texts: await reportable(one.kind).texts(db, one.id) }))
  );
  return { waiting, decided: all.filter(({ status }) => status !== 'withheld').slice(0, 30) };
}

/** Shows a content again, or erases it. @throws NotFound, or Forbidden. */
export async function decideRetained(
  db: Database,
  actor: Actor,
  withholding: number,
  decision: 'restore' | 'remove'
): Promise<Withholding> {
  const { kind } = await getWithholding(db, actor, withholding);
  return reportable(kind)[decision](db, actor, withholding);
}

function reportable(kind: string): Reportable {
  const found = Object.hasOwn(REPORTABLE, kind) ? REPORTABLE[kind] : undefined;
  if (!found) throw new NotFound('Cette adresse ne désigne aucun texte.');
  return found;
}

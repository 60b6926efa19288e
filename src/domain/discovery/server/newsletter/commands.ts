import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { NewsletterId, TerritoryId } from '#shared/ids.ts';
import type { NewsletterInput } from '../../forms/newsletter.ts';
import { isMonth, itemKey, sayMonth, type LetterItem, type Newsletter } from '../../newsletter.ts';
import { findNewsletter, getLedNewsletter, refuseUnled } from './queries.ts';
import { listOfMonth, listReadable } from './reading/queries.ts';

/**
 * Begins the letter of a month with what was published then; begun already, it is left as it is.
 * @throws Forbidden unless the actor leads the network; NotFound for what is no month.
 */
export function beginNewsletter(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  month: string
): Promise<void> {
  refuseUnled(actor, territory);
  if (!isMonth(month)) throw new NotFound('Ce mois n’existe pas.');
  return inTransaction(executor, async (tx) => {
    const items = await listOfMonth(tx, actor, territory, month);
    const by = actor.kind === 'person' ? actor.id : null;
    await sql`insert into newsletter (territory_id, month, subject, items, created_by)
      select id, ${`${month}-01`}, 'La lettre ' || name_with_de || ', ' || ${sayMonth(month)},
        ${JSON.stringify(items)}, ${by} from territory where id = ${territory}
      on conflict (territory_id, month) do nothing`.execute(tx);
  });
}

export type NewsletterWritten =
  | { readonly ok: true; readonly version: number }
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: 'sent' }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: Newsletter };

/**
 * Keeps a letter as it was edited. What an item leads to is not typed: it is found again from what it is about, which
 * the actor must be able to read.
 * @param version - the one that was edited. @throws NotFound, Forbidden
 */
export function writeNewsletter(
  executor: Executor,
  actor: Actor,
  id: NewsletterId,
  {
    input,
    version,
    reread
  }: { readonly input: NewsletterInput; readonly version: number; readonly reread: boolean }
): Promise<NewsletterWritten> {
  return inTransaction(executor, async (tx) => {
    const found = await holdNewsletter(tx, actor, id);
    if (found.status === 'sent') return { ok: false, reason: 'sent' };
    if (found.version !== version) return { ok: false, reason: 'conflict', theirs: found };
    const refusal = refuseUnread(textsOf(input), reread);
    if (refusal) return refusal;
    const items = await resolve(tx, actor, found, input);
    await sql`update newsletter set subject = ${input.subject}, introduction = ${input.introduction},
      visibility = ${input.visibility}, items = ${JSON.stringify(items)}, version = version + 1, updated_at = now()
      where id = ${id}`.execute(tx);
    return { ok: true, version: version + 1 };
  });
}

/** A letter that the actor writes, held until the transaction ends. @throws NotFound, Forbidden */
export async function holdNewsletter(tx: Tx, actor: Actor, id: NewsletterId): Promise<Newsletter> {
  await sql`select from newsletter where id = ${id} for update`.execute(tx);
  return getLedNewsletter(tx, actor, { id });
}

function textsOf({ subject, introduction, items }: NewsletterInput): Record<string, string> {
  return Object.fromEntries([
    ['subject', subject],
    ['introduction', introduction],
    ...items.flatMap(({ title, text }, at) => [
      [`items.${at}.title`, title],
      [`items.${at}.text`, text]
    ])
  ]) as Record<string, string>;
}

/** With the address of each, from the letter as it was or from what the month holds; what is of neither is left out. */
async function resolve(
  tx: Tx,
  actor: Actor,
  letter: Newsletter,
  { items }: NewsletterInput
): Promise<LetterItem[]> {
  const month = await listOfMonth(tx, actor, letter.territory.id, letter.month);
  const known = new Map([...month, ...letter.items].map((item) => [itemKey(item), item.href]));
  const resolved = items.flatMap((item) => {
    if (item.kind === 'words') return [{ ...item, id: null, href: '' }];
    const href = known.get(itemKey(item));
    return href ? [{ ...item, href }] : [];
  });
  return listReadable(tx, actor, resolved);
}

/** Throws a draft away. What was sent stays. @throws NotFound, Forbidden */
export function deleteNewsletter(
  executor: Executor,
  actor: Actor,
  id: NewsletterId
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const found = await findNewsletter(tx, { id });
    if (!found) return false;
    const letter = await holdNewsletter(tx, actor, id);
    if (letter.status === 'sent') return false;
    await sql`delete from newsletter where id = ${id}`.execute(tx);
    await recordAudit(tx, actor, {
      action: 'newsletter.delete',
      target: { kind: 'newsletter', id: String(id), label: letter.subject },
      territory: letter.territory.id
    });
    return true;
  });
}

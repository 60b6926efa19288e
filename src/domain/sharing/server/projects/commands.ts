import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { ContributionWriting } from '../../content.ts';
import type { NeedInput } from '../../needs.ts';
import { addNeeds } from '../needs/commands.ts';
import { publish } from '../publishing/commands.ts';
import { createContribution, type Created } from '../writing/commands.ts';

export interface OpenOptions {
  readonly needs: readonly NeedInput[];
  /** When it is published at once; otherwise it stays a draft. */
  readonly publishedAt: Date | null;
  /** « relu ». */
  readonly reread?: boolean;
  /** Of what is sent: sent twice, it is one project. */
  readonly nonce?: string | null;
}

/** Carries a refusal out of a transaction that has begun to write. */
class Refusal extends Error {
  readonly refused: Extract<Created, { ok: false }>;
  constructor(refused: Extract<Created, { ok: false }>) {
    super(refused.reason);
    this.refused = refused;
  }
}

/**
 * Opens a project with what it looks for, and publishes it when that is asked: all of it, or nothing.
 * @throws Forbidden unless the actor is of the network of the territory.
 */
export async function openProject(
  executor: Executor,
  actor: Actor,
  input: ContributionWriting<'project'> & { readonly territory: TerritoryId },
  { needs, publishedAt, reread = false, nonce = null }: OpenOptions
): Promise<Created> {
  try {
    return await inTransaction(executor, async (tx) => {
      const created = await createContribution(tx, actor, 'project', input, { reread, nonce });
      if (!created.ok) return created;
      if (created.isNew) {
        const added = await addNeeds(tx, actor, created.id, needs, { reread });
        if (!added.ok) throw new Refusal(added);
      }
      if (publishedAt) await publish(tx, actor, created.id, publishedAt);
      return created;
    });
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actor } from '../../../model.ts';
import type { Client } from '../../../session.ts';
import { recordAudit } from '../../audit/commands.ts';
import { alone, findWhoMaySignIn, makeLink } from '../secrets/commands.ts';

/** Nobody asks: the operator does, from no browser. */
const NO_BROWSER: Client = { cookie: '', userAgent: '', address: '' };

/**
 * A link to sign in with, for the operator to hand over where no message leaves: it serves once, as long as one that
 * was sent, and burns those sent before. It is traced, without the link.
 * @returns its secret; null when this address has no account that may sign in.
 * @throws Forbidden unless the actor is the operator: whoever runs the instance may not enter as somebody else.
 */
export async function makeSignInLink(
  db: Database,
  actor: Actor,
  email: string
): Promise<string | null> {
  if (actor.kind !== 'operator')
    throw new Forbidden('Seule la ligne de commande donne un lien de connexion.');
  return inTransaction(db, async (tx) => {
    await alone(tx, email);
    const person = await findWhoMaySignIn(tx, email);
    if (!person?.open) return null;
    const { token } = await makeLink(tx, NO_BROWSER, email);
    const target = { kind: 'person', id: person.id, label: person.name };
    await recordAudit(tx, actor, { action: 'person.make-sign-in-link', target });
    return token;
  });
}

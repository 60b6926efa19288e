import { sql } from 'kysely';
import type { Correspondent } from '#domain/identity/server/accounts/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** Tells an animator that somebody asks to answer for a fiche. */
export async function composeClaim(
  db: Executor,
  to: Correspondent,
  claimant: string,
  structure: string,
  territories: readonly TerritoryId[]
): Promise<Mail> {
  const { rows } = await sql<{ slug: string }>`
    select slug from territory where id = ${territories[0] ?? null}`.execute(db);
  const page = rows[0] ? `/gestion/territoires/${rows[0].slug}/membres` : '/gestion';
  return {
    kind: 'claim',
    to: { address: to.email, name: to.name },
    subject: `${claimant} souhaite répondre de la fiche « ${structure} »`,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `${claimant} souhaite répondre de la fiche « ${structure} » : la tenir à jour et recevoir ce qui la concerne.`,
        'La décision vous revient. Ce que cette personne a écrit se lit sur la page.'
      ],
      action: { label: 'Lire la demande', url: siteAddress(page) }
    })
  };
}

/** Tells somebody whether a fiche is entrusted to her. */
export function composeClaimAnswer(
  to: Correspondent,
  structure: { readonly name: string; readonly slug: string },
  approved: boolean,
  words: string
): Mail {
  return {
    kind: 'claim-answer',
    to: { address: to.email, name: to.name },
    subject: approved
      ? `La fiche « ${structure.name} » vous est confiée`
      : `Votre demande pour la fiche « ${structure.name} »`,
    eraseOnceSent: words !== '',
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: approved
        ? [
            `La fiche « ${structure.name} » vous est confiée : vous pouvez la modifier et la confirmer, et c’est à vous que les suggestions parviennent.`
          ]
        : [
            `Votre demande de répondre de la fiche « ${structure.name} » n’a pas été retenue.`,
            ...(words ? [words] : [])
          ],
      action: { label: 'Voir la fiche', url: siteAddress(`/annuaire/${structure.slug}`) }
    })
  };
}

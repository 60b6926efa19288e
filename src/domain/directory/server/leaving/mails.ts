import type { Correspondent } from '#domain/identity/server/accounts/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { enumerate, plural } from '#shared/text.ts';
import type { StructureChoice } from '../../joining.ts';

/** Tells an animator which fiches nobody answers for any more. */
export function composeLeftAlone(
  to: Correspondent,
  territory: Pick<Territory, 'slug' | 'name'>,
  name: string,
  alone: readonly StructureChoice[]
): Mail {
  return {
    kind: 'left-alone',
    to: { address: to.email, name: to.name },
    subject: `${plural(alone.length, 'fiche')} sans référent·e après un départ`,
    ...renderMail({
      greeting: `Bonjour ${to.name},`,
      paragraphs: [
        `${name} quitte le réseau « ${territory.name} ».`,
        `Plus personne ne répond de ${enumerate(alone.map((one) => `« ${one.name} »`))}.`
      ],
      action: {
        label: 'Chercher un·e référent·e',
        url: siteAddress(`/gestion/territoires/${territory.slug}/membres#sans-referent`)
      }
    })
  };
}

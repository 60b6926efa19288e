/** What of a fiche each person decides: the rest stays as it was, whatever a form sends. */
import { runsInstance } from '#domain/identity/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { PersonId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { ContactInput, ContactVisibility, StructureInput } from './model.ts';

/**
 * What an actor may make of a fiche when she writes `next` over `current`.
 * @param animated - slugs of the territories she leads: she puts a fiche in their directory, or takes it out of it.
 * @param today - civil date of a consent given now.
 */
export function withinRights(
  actor: Actor,
  current: StructureInput,
  next: StructureInput,
  animated: ReadonlySet<string>,
  today: string
): StructureInput {
  const contacts = settleContacts(actor, current.contacts, next.contacts, today);
  if (runsInstance(actor)) return { ...next, contacts };
  return {
    ...next,
    contacts,
    fictional: current.fictional,
    externalId: current.externalId,
    territories: [
      ...current.territories.filter((slug) => !animated.has(slug)),
      ...next.territories.filter((slug) => animated.has(slug))
    ].sort()
  };
}

const OPENNESS: Record<ContactVisibility, number> = { nobody: 0, members: 1, public: 2 };

/**
 * A contact who has an account decides alone to be seen by more people; others may only show less of her. She stays
 * linked while her name, her e-mail or her telephone stays, so that nobody shows her by typing her in again; she alone
 * links herself, and says that it was not her (`person: null`).
 */
export function settleContacts(
  actor: Actor,
  current: readonly ContactInput[],
  next: readonly ContactInput[],
  today: string
): ContactInput[] {
  return next.map((contact) => {
    const known = linkedAs(contact, current);
    if (known?.person && isHerself(actor, known.person) && contact.person === null) return contact;
    const isMe = isHerself(actor, known?.person ?? contact.person);
    const person = known?.person ?? (isMe ? contact.person : undefined);
    const { person: _, ...said } = contact;
    const settled =
      known && !isMe ? keepsHerChoice(known, said) : consents(known, said, isMe, today);
    return person ? { ...settled, person } : settled;
  });
}

function isHerself(actor: Actor, person: PersonId | null | undefined): boolean {
  return actor.kind === 'person' && actor.id === person;
}

/** Who a contact already is: nobody takes the place of somebody by saying « c’est moi » of her. */
function linkedAs(said: ContactInput, current: readonly ContactInput[]): ContactInput | undefined {
  const linked = current.filter(({ person }) => person);
  const byLink = linked.find(({ person }) => person === said.person);
  if (byLink) return byLink;
  const sameName = (one: ContactInput) => normalise(one.name) === normalise(said.name);
  const isSomebodyElse = current.some((one) => !one.person && sameName(one));
  return (
    linked.find(sameName) ??
    (isSomebodyElse ? undefined : linked.find((one) => sharesAddress(one, said)))
  );
}

function sharesAddress(known: ContactInput, said: ContactInput): boolean {
  return (
    (said.email !== '' && said.email.toLowerCase() === known.email.toLowerCase()) ||
    (said.phone !== '' && said.phone === known.phone)
  );
}

function keepsHerChoice(known: ContactInput, said: ContactInput): ContactInput {
  const shown =
    OPENNESS[said.visibility] > OPENNESS[known.visibility] ? known.visibility : said.visibility;
  return { ...said, visibility: shown, consentAt: known.consentAt };
}

/** Showing more of oneself is a consent, dated by the day it is given. */
function consents(
  known: ContactInput | undefined,
  said: ContactInput,
  isMe: boolean,
  today: string
): ContactInput {
  if (!isMe || said.visibility === 'nobody') return said;
  const opens = OPENNESS[said.visibility] > OPENNESS[known?.visibility ?? 'nobody'];
  return { ...said, consentAt: opens ? today : (said.consentAt ?? today) };
}

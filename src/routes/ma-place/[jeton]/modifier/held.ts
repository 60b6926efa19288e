import type { Registration } from '#domain/registrations/model.ts';
import type { Typed } from '#domain/registrations/registrant.ts';
import type { Place } from '#domain/registrations/server/registrants/queries.ts';

/** A registration as the form that changes it. */
export function typedOf({ registration, needs }: Place): Typed {
  const live = registration.choices.filter(
    ({ status }) => status !== 'cancelled' && status !== 'expired'
  );
  return {
    prenom: registration.firstName,
    nom: registration.lastName,
    courriel: registration.email ?? '',
    profession: registration.professionLabel,
    professionCode: registration.professionCode,
    structure: registration.structure?.name ?? registration.structureLabel,
    structureChoice: registration.structure?.slug ?? '',
    commune: registration.commune?.name ?? '',
    communeCode: registration.commune?.code ?? '',
    categorie: String(registration.category?.id ?? ''),
    sessions: live.map(({ session }) => String(session)),
    demiJournees: registration.halfDays.map(String),
    repas: needs.meal,
    acces: needs.access,
    reponses: Object.fromEntries(
      registration.answers.map(({ question, value }) => [question, [value]])
    ),
    liste: registration.listConsent,
    photo: registration.photoConsent,
    prochaine: registration.inviteConsent
  };
}

/** What is held in each session, said instead of the places left. */
export function heldSeats({ choices }: Pick<Registration, 'choices'>): Record<string, string> {
  return Object.fromEntries(
    choices.flatMap(({ session, status, rank }) => {
      if (status === 'confirmed') return [[session, 'votre place']];
      if (status === 'offered') return [[session, 'place proposée, à confirmer']];
      if (status === 'waitlisted') return [[session, `liste d’attente, votre rang : ${rank}`]];
      return status === 'wished' ? [[session, 'souhaité']] : [];
    })
  );
}

/**
 * What an edition hides while somebody reads it again because it may be about a person: everything written freely, of
 * it and of its programme. Its title, its date, its place and who answers stay: people must find the door.
 */
import type { Event } from './model.ts';

/** An edition without its free texts. */
export function withoutEventTexts<E extends Event>(event: E): E {
  return {
    ...event,
    ...{ summary: '', description: '', intendedFor: '', lodging: '', cancelReason: '' },
    access: { walk: '', bus: '', car: '', reducedMobility: '' }
  };
}

interface Said {
  readonly title: string;
  readonly description: string;
  readonly materials: string;
}

/**
 * The free texts of an edition that say something, under their French names: for who decides.
 * @param partners - what each brings, as its description.
 */
export function listEventTexts(
  event: Pick<
    Event,
    'summary' | 'description' | 'intendedFor' | 'access' | 'lodging' | 'cancelReason'
  >,
  sessions: readonly Said[],
  partners: readonly Said[] = []
): { readonly label: string; readonly text: string }[] {
  const { walk, bus, car, reducedMobility } = event.access;
  const own = [
    { label: 'Résumé', text: event.summary },
    { label: 'Présentation', text: event.description },
    { label: 'Pour qui', text: event.intendedFor },
    { label: 'Comment venir', text: [walk, bus, car, reducedMobility].filter(Boolean).join('\n') },
    { label: 'Où dormir', text: event.lodging },
    { label: 'Raison de l’annulation', text: event.cancelReason }
  ];
  const others = (kind: string, said: readonly Said[]) =>
    said.map(({ title, description, materials }) => ({
      label: `${kind} « ${title} »`,
      text: [description, materials].filter(Boolean).join('\n')
    }));
  return [...own, ...others('Séance', sessions), ...others('Partenaire', partners)].filter(
    ({ text }) => text !== ''
  );
}

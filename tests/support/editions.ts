import { expect, type APIRequestContext } from '@playwright/test';
import { ROLES } from './doors.ts';

interface Choice {
  readonly title: string;
  /** « 10:00 », in Paris. */
  readonly from: string;
  readonly until: string;
  readonly places: number;
}

interface Edition {
  readonly title: string;
  /** Places in all; none: as many as come. */
  readonly places?: number;
  readonly choices?: readonly Choice[];
  /** What a freed place does: given at once unless told otherwise. */
  readonly promotion?: 'immediate' | 'offer';
  /** Boxes of the rules of the desk, by their name. */
  readonly asks?: readonly string[];
  /** Left shut. */
  readonly shut?: boolean;
  /** « 2027-03-18 » unless told otherwise. */
  readonly day?: string;
  /** « 09:00 » unless told otherwise, in Paris: nobody is welcomed long before. */
  readonly from?: string;
  /** « 17:00 » unless told otherwise, in Paris: what is over cannot be opened. */
  readonly until?: string;
}

const SOME_DAY = '2027-03-18';

/**
 * Opens an edition of the fictional territory to registration, as its animator, by the forms of the pages.
 * @param asking - of a browser of its own, which is signed in by this.
 * @returns its slug.
 */
export async function openRegistration(
  asking: APIRequestContext,
  origin: string,
  edition: Edition
): Promise<string> {
  const post = async (address: string, fields: Record<string, string>, boxes: string[] = []) => {
    const form = new URLSearchParams(fields);
    for (const box of boxes) form.append('demande', box);
    const answer = await asking.post(address, {
      data: form.toString(),
      headers: {
        origin,
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded'
      },
      maxRedirects: 0
    });
    expect(answer.status(), `${address}: ${(await answer.text()).slice(0, 3000)}`).toBe(303);
    return answer.headers()['location'] ?? '';
  };
  const day = edition.day ?? SOME_DAY;
  await post('/connexion?/demonstration', { personne: ROLES.animator });
  const opened = await post('/gestion/rencontres/nouvelle', {
    ...{ titre: edition.title, territoire: 'trois-confluents', nature: 'meeting', quand: 'jour' },
    ...{
      'debut-jour': day,
      'debut-heure': edition.from ?? '09:00',
      'fin-heure': edition.until ?? '17:00'
    }
  });
  const root = opened.split('?')[0]!;
  await post(`${root}/reglages?/enregistrer`, {
    ...{ titre: edition.title, nature: 'meeting', 'visible-par': 'public', version: '1' },
    ...{ lieu: 'Salle des Trois Confluents', fuseau: 'Europe/Paris' }
  });
  for (const { title, from, until, places } of edition.choices ?? [])
    await post(`${root}/programme/nouvelle`, {
      ...{ nature: 'workshop', titre: title, 'au-choix': 'on', places: String(places) },
      ...{ 'debut-jour': day, 'debut-heure': from, 'fin-jour': day, 'fin-heure': until }
    });
  if (edition.places) await post(`${root}/places?/places`, { places: String(edition.places) });
  await post(
    `${root}/places?/regles`,
    { promotion: edition.promotion ?? 'immediate', delai: '48', version: '1' },
    [...(edition.asks ?? ['groupes', 'liste', 'acces', 'commune'])]
  );
  await post(`${root}?/publier`, {});
  if (!edition.shut) await post(`${root}/places?/ouverture`, { vers: 'ouvrir' });
  return root.split('/').at(-1)!;
}

/** What a volunteer does, and what she is told of it. */
import { readCode } from '#domain/registrations/checkin/codes.ts';
import type { GestureAnswer, WalkIn } from '#domain/registrations/checkin/model.ts';
import { isExpected } from '#domain/registrations/checkin/standing.ts';
import type { Door, Person } from './door.ts';
import { askSignature } from './signature-pad.ts';
import { fullName, verdictOf, type AtEntrance, type Verdict } from './verdict.ts';

export interface Welcome {
  /** A code, from the camera or typed. */
  read(text: string): Promise<void>;
  enter(person: Person, means: 'code' | 'name', anyway?: boolean): Promise<void>;
  register(walkIn: WalkIn): Promise<void>;
  /** What the server refused, or knew better than the list. */
  answered(answers: readonly GestureAnswer[]): void;
}

export function welcome(
  door: Door,
  tell: (verdict: Verdict, loud?: boolean) => void,
  isOnline: () => boolean
): Welcome {
  /** Codes that nobody of the list had, by the gesture that asks the server. */
  const asked = new Set<string>();

  function entranceFor(person: Person): AtEntrance {
    const { entrances } = door.list;
    return {
      label: entrances.find(({ key }) => key === door.entrance)?.label ?? '',
      isSession: door.entrance.startsWith('s'),
      expectedAt: entrances
        .filter(({ key }) => key.startsWith('h') && isExpected(person, key))
        .map(({ label }) => label)
    };
  }

  async function enter(person: Person, means: 'code' | 'name', anyway = false): Promise<void> {
    const met = await door.enter(person, means, anyway);
    tell(
      verdictOf(met, entranceFor(person), {
        takeBack: () => void takeBack(person),
        sign: () => void sign(person),
        enterAnyway: () => void enter(person, means, true)
      })
    );
  }

  async function takeBack(person: Person): Promise<void> {
    await door.takeBack(person);
    const details = ['L’entrée est annulée. Les deux gestes restent dans le journal.'];
    tell({ tone: 'already', word: 'Annulé', name: fullName(person), details, acts: [] });
  }

  async function sign(person: Person): Promise<void> {
    const strokes = await askSignature(fullName(person), entranceFor(person).label);
    if (strokes === null) return;
    await door.sign(person, strokes);
    const details = ['Signature enregistrée.'];
    tell({ tone: 'ok', word: 'Signé', name: fullName(person), details, acts: [] }, false);
  }

  return {
    enter,
    read: async (text) => {
      const person = await door.recognise(text);
      if (person) return enter(person, 'code');
      const isOurs = readCode(text) !== null;
      if (isOurs && !door.isRehearsal()) asked.add(await door.report(text));
      tell(unknown(isOurs, isOnline()));
    },
    register: async (walkIn) => {
      const person = await door.register(walkIn);
      tell({
        ...{ tone: 'ok', word: 'Entrée', name: fullName(person) },
        details: ['Inscription sur place enregistrée.'],
        acts: [
          { label: 'Faire signer', icon: 'pencil', act: () => void sign(person) },
          { label: 'Annuler', act: () => void takeBack(person) }
        ]
      });
    },
    answered: (answers) => {
      for (const answer of answers) {
        const isAsked = asked.delete(answer.nonce);
        if (isAsked) tell(found(answer, door));
        else if (answer.outcome === 'refused') tell(REFUSED);
        else if (answer.outcome !== 'ok' && answer.outcome !== 'already')
          tell(uncounted(answer, door));
      }
    }
  };
}

/** A code nobody of the list had: what the server says of it. */
function found({ outcome, registration }: GestureAnswer, door: Door): Verdict {
  const person = door.list.people.find(({ id }) => id === registration);
  const name = person ? fullName(person) : '';
  if (outcome === 'other-event') return OTHER_EVENT;
  if (outcome !== 'ok' && outcome !== 'already') return unknown(true, true);
  const word = outcome === 'ok' ? 'Entrée' : 'Déjà entré·e';
  return { tone: outcome, word, name, details: ['Inscription trouvée par le serveur.'], acts: [] };
}

/** The list of this telephone was late: she cancelled, or changed what she comes to, since. */
function uncounted({ registration }: GestureAnswer, door: Door): Verdict {
  const person = door.list.people.find(({ id }) => id === registration);
  return {
    ...{ tone: 'elsewhere', word: 'Pas compté·e', name: person ? fullName(person) : '', acts: [] },
    details: [
      'Cette inscription a changé depuis : cherchez le nom pour voir où elle en est, puis décidez.'
    ]
  };
}

const REFUSED: Verdict = {
  ...{ tone: 'unknown', word: 'Geste refusé', name: '', acts: [] },
  details: ['Le serveur n’a pas pu enregistrer un geste : cette inscription n’existe plus.']
};

const OTHER_EVENT: Verdict = {
  ...{ tone: 'elsewhere', word: 'Autre rencontre', name: '', acts: [] },
  details: ['Ce code est celui d’une autre rencontre.']
};

function unknown(isOurs: boolean, online: boolean): Verdict {
  const later =
    'Ce code n’est pas dans la liste : le serveur dira, au retour du réseau, s’il le connaît.';
  const said = online ? 'Ce code n’est pas dans la liste.' : later;
  return {
    ...{ tone: 'unknown', word: 'Inconnu·e', name: '', acts: [] },
    details: [
      isOurs ? said : 'Ce n’est pas un code de cette rencontre.',
      'Cherchez par le nom, ou inscrivez la personne sur place.'
    ]
  };
}

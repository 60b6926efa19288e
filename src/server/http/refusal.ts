import { escapeMarkup } from '#shared/text.ts';
import { answerPlainly, sendAgain, showTyped } from './plain-page.ts';
import { proseOf, type TypedForm } from './typed-form.ts';

/** Why somebody may not have, or send, what she asks. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export interface Refused {
  readonly refusal: Refusal;
  /** What she had typed, if she was sending something. */
  readonly typed: TypedForm | null;
  readonly isVisitor: boolean;
  readonly requestId: string;
}

/** Whether a refused form holds words that somebody would have to write again. */
export function hasWords(typed: TypedForm | null): typed is TypedForm {
  return typed !== null && proseOf(typed).length > 0;
}

/**
 * A refusal, with what was typed: who lost her place in a network, or was signed out, while a form was open finds her
 * words again. A visitor signs in beside this page, then sends them as they are.
 */
export function answerRefusal({ refusal, typed, isVisitor, requestId }: Refused): Response {
  const { status, message } = refusal;
  if (!hasWords(typed)) {
    const parts = [
      `<p>${escapeMarkup(message)}</p>`,
      '<p>Ce qui est public reste ouvert à tous, sans compte.</p>',
      '<p><a class="do" href="/">Revenir à l’accueil</a></p>'
    ];
    return answerPlainly({ status, title: 'Accès réservé', parts, requestId });
  }
  const parts = [`<p>${escapeMarkup(message)}</p>`, ...next(typed, isVisitor && status === 403)];
  return answerPlainly({ status, title: 'Votre envoi n’a pas été pris', parts, requestId });
}

function next(typed: TypedForm, maySignIn: boolean): string[] {
  if (!maySignIn) {
    const kept =
      '<p>Rien n’a été enregistré. Vos textes sont ci-dessous\u00a0: copiez-les avant de quitter cette page.</p>';
    return [kept, showTyped(typed), '<p><a href="/">Revenir à l’accueil</a></p>'];
  }
  return [
    '<p>Vous n’êtes pas, ou plus, connecté·e. Rien n’a été enregistré, et rien n’est perdu\u00a0: connectez-vous dans un autre onglet, puis revenez ici et renvoyez.</p>',
    '<p><a class="do" href="/connexion" target="_blank" rel="noopener">Se connecter (nouvel onglet)</a></p>',
    sendAgain(typed),
    showTyped(typed)
  ];
}

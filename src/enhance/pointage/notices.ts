import { element } from './markup.ts';

const main = document.getElementById('pointage')!;

/** The page, when it has nothing to do but say so. */
export function say(title: string, ...paragraphs: readonly string[]): void {
  main.replaceChildren(
    element(
      'section',
      { class: 'alone', role: 'status' },
      element('h1', {}, title),
      ...paragraphs.map((one) => element('p', {}, one))
    )
  );
}

export function sayGone(): void {
  say(
    'Ce lien ne sert plus',
    'Sa journée est passée, ou l’équipe qui organise l’a retiré. Rien ne reste sur ce téléphone.',
    'Demandez-lui un nouveau lien si vous accueillez encore.'
  );
}

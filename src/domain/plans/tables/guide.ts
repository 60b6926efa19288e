/** How the workbook of a plan is filled, in its last sheet and on its page. */
export function guideOf(): readonly string[] {
  return [
    'Ce classeur contient les fiches d’un plan\u00a0: modifiez-le, puis importez-le. Rien n’est écrit avant que vous ayez lu ce qui changerait.',
    'Laissez les colonnes Repère et Version comme elles sont\u00a0: elles retrouvent chaque ligne, et disent si quelqu’un l’a changée entre-temps.',
    'Une ligne sans repère est une nouvelle ligne. Une étape, un financement ou un indicateur dit dans la colonne Fiche le numéro de la sienne\u00a0; un indicateur sans numéro est celui du plan.',
    'Une ligne enlevée du classeur ne change rien dans le plan. Pour supprimer une étape ou un financement, écrivez «\u00a0oui\u00a0» dans la colonne Supprimer. Une fiche ou un indicateur se retire sur sa page.',
    'Une cellule vidée vide ce qu’elle dit. Une colonne enlevée du classeur ne change rien.',
    'Dans une cellule de plusieurs lignes (Enjeux, Actions, Pilotes…), chaque ligne est un élément de la liste.',
    'Ressources partenariales\u00a0: une par ligne, «\u00a0Plan | Axe ou volet | Action\u00a0».',
    'Axe et Objectif\u00a0: leur numéro, ou leur titre s’ils n’en ont pas.',
    'Indicateurs\u00a0: ce que Maillage calcule et ce que dit une année close ne sont là que pour être lus\u00a0; ce que vous y écririez est laissé de côté, et vous est dit.',
    'Thèmes, territoire, liens, notes et versions ne sont pas dans le classeur\u00a0: l’importer n’y touche pas.'
  ];
}

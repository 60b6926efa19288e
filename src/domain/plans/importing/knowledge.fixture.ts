import type { StructureId } from '#shared/ids.ts';
import { structureNames } from './actors.ts';
import { readSheet, type Knowledge } from './reading.ts';
import { planNames } from './resources.ts';

/** What a text is read with: two structures of one name, one of its own, and four plans. */
export const KNOWLEDGE: Knowledge = {
  structures: structureNames([
    { id: 1 as StructureId, name: 'CLIC Mirefleurs', acronym: 'CLIC-M' },
    { id: 2 as StructureId, name: 'MAIA', acronym: '' },
    { id: 3 as StructureId, name: 'MAIA', acronym: '' }
  ]),
  plans: planNames([
    {
      code: 'SROS',
      name: 'Schéma régional d’organisation des soins',
      synonyms: ['volet ambulatoire']
    },
    { code: 'PRAPS', name: 'Programme régional d’accès à la prévention', synonyms: ['précarité'] },
    {
      code: 'PTS',
      name: 'Programme territorial de santé',
      synonyms: ['projet territorial de santé']
    },
    { code: 'PDI', name: 'Programme départemental d’insertion', synonyms: ['insertion'] }
  ]),
  headings: []
};

/** A sheet, read with it. */
export const read = (text: string) => readSheet(text, KNOWLEDGE);

/** Services of data·inclusion v1 read as ours. */
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import {
  SOLICITED_BY,
  SOLICITED_THROUGH,
  type SolicitedBy,
  type SolicitedThrough
} from '../model.ts';
import type { DiService } from './data-inclusion-schema.ts';
import type { PartialService } from './record.ts';
import type { UnkeptValues } from './unkept.ts';
import type { Vocabulary } from './words.ts';

export const OWN_SOURCE = 'maillage';
export const OWN_PREFIX = 'maillage--';

const UNKEPT_SERVICE = [
  'type',
  'modes_accueil',
  'volume_horaire_hebdomadaire',
  'nombre_semaines',
  'lien_source',
  'date_maj',
  'courriel',
  'adresse',
  'complement_adresse',
  'code_postal',
  'code_insee',
  'commune',
  'longitude',
  'latitude'
];

/** A service of a data·inclusion file, in the words of this instance. */
export function readService(
  item: DiService,
  vocabulary: Vocabulary,
  unkept: UnkeptValues
): PartialService {
  for (const field of UNKEPT_SERVICE) unkept.add(`service.${field}`, item[field]);
  const { themes, audiences } = vocabulary;
  const own = (item as { extra?: { maillage?: Partial<PartialService> } }).extra?.maillage;
  const conditions = [item.conditions_acces, item.publics_precisions].filter(Boolean).join('\n');
  const how = item.mobilisation_precisions
    ? `Pour le solliciter : ${item.mobilisation_precisions}`
    : '';
  return {
    name: item.nom,
    description: [item.description, how].filter(Boolean).join('\n\n'),
    themes: mapped(item.thematiques, themes, 'thematiques', unkept),
    audiences: mapped(item.publics, audiences, 'publics', unkept),
    solicitedBy: kept(
      item.mobilisable_par,
      SOLICITED_BY,
      'mobilisable_par',
      unkept
    ) as SolicitedBy[],
    solicitedThrough: kept(
      item.modes_mobilisation,
      SOLICITED_THROUGH,
      'modes_mobilisation',
      unkept
    ) as SolicitedThrough[],
    fees: item.frais === 'gratuit' || item.frais === 'payant' ? item.frais : '',
    feesDetail: item.frais_precisions ?? '',
    conditions,
    phone: item.telephone ?? '',
    link: item.lien_mobilisation ?? '',
    openingHours: item.horaires_accueil ?? '',
    perimeter: readZones(item.zone_eligibilite ?? []),
    ...(item.source === OWN_SOURCE && own ? own : {})
  };
}

function mapped(
  values: readonly string[] | null | undefined,
  words: readonly { code: string; dataInclusion: string[] }[],
  field: string,
  unkept: UnkeptValues
): string[] {
  const codes = (values ?? []).flatMap((value) => {
    const found = words
      .filter((word) => word.dataInclusion.includes(value))
      .map((word) => word.code);
    if (found.length === 0) unkept.add(field, value);
    return found;
  });
  return [...new Set(codes)];
}

function kept(
  values: readonly string[] | null | undefined,
  accepted: readonly string[],
  field: string,
  unkept: UnkeptValues
): string[] {
  for (const value of values ?? []) if (!accepted.includes(value)) unkept.add(field, value);
  return (values ?? []).filter((value) => accepted.includes(value));
}

/**
 * Zones typed by the shape of their code: data·inclusion has communes, EPCI, départements and the country, no
 * région. An empty list matches everything there; here it stays unknown, since nobody has declared it.
 */
export function readZones(codes: readonly string[]): PerimeterInput | null {
  if (codes.length === 0) return null;
  if (codes.some((code) => code.toLowerCase() === 'france'))
    return { certainty: 'everywhere', include: [], exclude: [], note: '' };
  return { certainty: 'declared', include: codes.map(typedZone), exclude: [], note: '' };
}

function typedZone(code: string): ZoneRef {
  if (code.length === 9) return { level: 'epci', code };
  return { level: code.length === 5 ? 'commune' : 'departement', code };
}

/** The form of a partner: what is typed, what is read of it, what somebody else wrote meanwhile. */
import { typedAmount } from '#domain/events/budget.ts';
import {
  findDifferences,
  partnerInput,
  partnerWordsInput,
  PARTNER_ROLE_LABELS,
  type Partner,
  type PartnerInput,
  type PartnerRole,
  type PartnerWords,
  type PartnerWordsInput
} from '#domain/events/partners.ts';
import { errorsOf, text } from '../../../reading.ts';

const FIELDS: Readonly<Record<string, string>> = {
  name: 'nom',
  means: 'moyens',
  website: 'site',
  role: 'role',
  plannedCents: 'prevu',
  actualCents: 'reel',
  paysFor: 'paie',
  paidTo: 'pour'
};

const LABELS: Readonly<Record<string, string>> = {
  nom: 'Nom',
  role: 'Rôle',
  moyens: 'Ce que ce partenaire apporte',
  site: 'Site',
  prevu: 'Montant prévu',
  reel: 'Montant réel',
  industrie: 'Industrie de santé',
  paie: 'Ce qu’elle paie',
  pour: 'Pour qui',
  affiche: 'Sur la page publique',
  montant: 'Montant affiché'
};

export type TypedPartner = Record<keyof typeof EMPTY, string>;

const EMPTY = {
  ...{ nom: '', structure: '', role: '', moyens: '', site: '', prevu: '', reel: '' },
  ...{ industrie: '', paie: '', pour: '', affiche: '', montant: '' }
};

export function readTyped(form: FormData): TypedPartner {
  return Object.fromEntries(
    Object.keys(EMPTY).map((name) => [name, text(form, name)])
  ) as TypedPartner;
}

/** The form as it stands for what is kept. */
export function typedOf(partner: Partner | PartnerWords): TypedPartner {
  const own = {
    ...EMPTY,
    ...{ nom: partner.name, moyens: partner.means, site: partner.website },
    structure: partner.structure?.slug ?? ''
  };
  if (!('shown' in partner)) return own;
  const tick = (is: boolean) => (is ? 'oui' : '');
  return {
    ...own,
    ...{ role: partner.role, prevu: typedAmount(partner.plannedCents) },
    ...{ reel: typedAmount(partner.actualCents), industrie: tick(partner.industry) },
    ...{ paie: partner.paysFor, pour: partner.paidTo },
    ...{ affiche: tick(partner.shown), montant: tick(partner.amountShown) }
  };
}

type Reading =
  | { ok: false; errors: Record<string, string> }
  | { ok: true; whole: PartnerInput; words?: undefined }
  | { ok: true; words: PartnerWordsInput; whole?: undefined };

/** @param manages - the whole form; else what a partner says of itself, whatever else was sent. */
export function readPartner(typed: TypedPartner, manages: boolean): Reading {
  const words = { name: typed.nom, means: typed.moyens, website: typed.site };
  if (!manages) {
    const read = partnerWordsInput.safeParse(words);
    return read.success
      ? { ok: true, words: read.data }
      : { ok: false, errors: errorsOf(read.error, FIELDS, LABELS) };
  }
  const read = partnerInput.safeParse({
    ...words,
    ...{ role: typed.role, plannedCents: typed.prevu, actualCents: typed.reel },
    ...{ industry: typed.industrie === 'oui', paysFor: typed.paie, paidTo: typed.pour },
    ...{ shown: typed.affiche === 'oui', amountShown: typed.montant === 'oui' }
  });
  return read.success
    ? { ok: true, whole: read.data }
    : { ok: false, errors: errorsOf(read.error, FIELDS, LABELS) };
}

/** What is kept now and is not what was typed, in words. */
export function differences(typed: TypedPartner, now: TypedPartner) {
  return findDifferences(typed, now)
    .filter(({ field }) => field in LABELS)
    .map(({ field, value }) => ({ label: LABELS[field]!, now: inWords(field, String(value)) }));
}

function inWords(field: string, value: string): string {
  if (field === 'role' && value) return PARTNER_ROLE_LABELS[value as PartnerRole];
  if (['industrie', 'affiche', 'montant'].includes(field)) return value ? 'oui' : 'non';
  return value || 'vide';
}

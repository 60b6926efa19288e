/** What the forms of a contribution send, as typed, and how what is written is shown in them. */
import { CONTRIBUTION_VISIBILITIES, type Contribution } from '#domain/sharing/model.ts';
import {
  blankContribution,
  FIELD_PARTS,
  type Choice,
  type FieldPart,
  type TypedContribution,
  type TypedStructure
} from '#domain/sharing/forms/fields.ts';
import type { Names } from '#domain/sharing/comparison.ts';
import { numberOf, text } from '../gestion/rencontres/reading.ts';

/** The field of each path of what is written: an error is shown beside it. */
const FIELDS: Readonly<Record<string, string>> = {
  ...{ title: 'titre', summary: 'resume', visibility: 'lecture', themes: 'theme' },
  ...{ audiences: 'public', carriers: 'porteur-0', partners: 'partenaire-0' },
  ...{ where: 'lieu', events: 'rencontre', related: 'partage' },
  ...{ 'details.stage': 'etape', 'details.startsOn': 'debut', 'details.endsOn': 'fin' },
  ...{ 'details.form': 'forme', 'details.contact': 'contact', 'details.type': 'nature' },
  ...{ 'details.askedTo': 'a-qui', 'details.theme': 'a-theme', 'details.tags': 'etiquettes' },
  ...{ 'details.structureType': 'a-type', 'details.profession': 'profession' },
  ...{ 'details.place': 'endroit', 'details.commune': 'commune', 'details.url': 'adresse' },
  ...{ 'details.expiresOn': 'echeance', needs: 'cherche' }
};

/** « texts.context » → « texte-context »; « carriers.2.label » → « porteur-2 ». */
export function fieldOfPath(path: string): string {
  if (path.startsWith('texts.')) return `texte-${path.split('.')[1]}`;
  const row = /^(carriers|partners)\.(\d+)/.exec(path);
  if (row) return `${row[1] === 'carriers' ? 'porteur' : 'partenaire'}-${row[2]}`;
  const [first = '', second = ''] = path.split('.');
  return FIELDS[path] ?? FIELDS[`${first}.${second}`] ?? FIELDS[first] ?? first;
}

/** Which parts a form showed: what it did not show is not changed. */
export function partsOf(form: FormData): readonly FieldPart[] {
  const sent = form.getAll('partie').map(String);
  return FIELD_PARTS.filter((part) => sent.includes(part));
}

/** A form as it was typed, to show it again. */
export function readTyped(form: FormData): TypedContribution {
  const all = (name: string) => form.getAll(name).map(String);
  const [zoneTyped, zoneChosen] = [text(form, 'zone-cherchee'), text(form, 'zone-choisie')];
  return {
    ...blankContribution(text(form, 'territoire')),
    ...{ version: numberOf(form.get('version')), seen: numberOf(form.get('vu')) },
    ...{ title: text(form, 'titre'), summary: text(form, 'resume') },
    visibility: CONTRIBUTION_VISIBILITIES.find((one) => one === text(form, 'lecture')) ?? 'members',
    texts: Object.fromEntries(
      [...form.keys()].flatMap((name) =>
        name.startsWith('texte-') ? [[name.slice('texte-'.length), text(form, name)]] : []
      )
    ),
    ...{ themes: all('theme'), audiences: all('public') },
    carriers: readStructures(form, 'porteur'),
    partners: readStructures(form, 'partenaire'),
    isWhole: text(form, 'lieu') !== 'zones',
    zones: [...all('zone').map(asChoice), ...(zoneChosen ? [asChoice(zoneChosen)] : [])],
    events: [...all('rencontre').map(asChoice), ...chosen(form, 'rencontre-choisie')],
    related: [...all('partage').map(asChoice), ...chosen(form, 'partage-choisi')],
    zoneTyped: zoneChosen ? '' : zoneTyped,
    eventTyped: text(form, 'rencontre-choisie') ? '' : text(form, 'rencontre-cherchee'),
    relatedTyped: text(form, 'partage-choisi') ? '' : text(form, 'partage-cherche')
  };
}

/** What is sent is the value; its label is found again by who shows it. */
const asChoice = (value: string): Choice => ({ value, label: value });
const chosen = (form: FormData, name: string) =>
  text(form, name) ? [asChoice(text(form, name).replace(/^\w+:/, ''))] : [];

/** Rows `porteur-0`, `porteur-0-qui`…; an emptied row is taken off. */
function readStructures(form: FormData, name: string): TypedStructure[] {
  const count = Math.min(numberOf(form.get(`${name}-lignes`)), 40);
  return Array.from({ length: count }, (_, at) => ({
    label: text(form, `${name}-${at}`),
    who: text(form, `${name}-${at}-qui`),
    known: ''
  })).filter(({ label }) => label !== '');
}

/** What is written, as a form shows it. */
export function typedOf(contribution: Contribution, names: Names): TypedContribution {
  const { version, territory, title, summary, visibility, texts, where } = contribution;
  const { themes, audiences, carriers, partners, events, related } = contribution;
  const structures = (all: typeof carriers): TypedStructure[] =>
    all.map(({ label, structure }) => ({
      label,
      who: structure ? `structure:${structure.id}` : '',
      known: structure?.name ?? ''
    }));
  return {
    ...blankContribution(String(territory.id)),
    ...{ version, title, summary, visibility, texts },
    ...{ themes: themes.map(({ code }) => code), audiences: audiences.map(({ code }) => code) },
    ...{ carriers: structures(carriers), partners: structures(partners) },
    isWhole: where === null,
    zones: (where?.include ?? []).map(({ level, code }) => ({
      value: `${level} ${code}`,
      label: names.zones.get(`${level} ${code}`) ?? code
    })),
    events: events.flatMap(({ id }) => {
      const label = names.events.get(id);
      return label ? [{ value: String(id), label }] : [];
    }),
    related: related.flatMap((id) => {
      const label = names.contributions.get(id);
      return label ? [{ value: String(id), label }] : [];
    })
  };
}

/** What may be shared as a file, and how it is called. */

export const FORMATS = [
  ...(['pdf', 'docx', 'odt', 'xlsx', 'ods', 'pptx', 'odp'] as const),
  ...(['png', 'jpeg', 'webp'] as const)
] as const;
export type Format = (typeof FORMATS)[number];

/** What one looks for in a list. */
export const FAMILIES = ['pdf', 'text', 'sheet', 'slides', 'image'] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_LABELS: Record<Family, string> = {
  pdf: 'PDF',
  text: 'Texte',
  sheet: 'Tableur',
  slides: 'Présentation',
  image: 'Image'
};

interface Traits {
  readonly mediaType: string;
  readonly extension: string;
  /** « Texte (DOCX) » */
  readonly label: string;
  readonly family: Family;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

const traits = (family: Family, extension: string, mediaType: string): Traits => ({
  ...{ family, extension, mediaType },
  label: family === 'pdf' ? 'PDF' : `${FAMILY_LABELS[family]} (${extension.toUpperCase()})`
});

export const FORMAT_TRAITS: Record<Format, Traits> = {
  pdf: traits('pdf', 'pdf', 'application/pdf'),
  docx: traits('text', 'docx', `${OOXML}.wordprocessingml.document`),
  odt: traits('text', 'odt', `${ODF}.text`),
  xlsx: traits('sheet', 'xlsx', `${OOXML}.spreadsheetml.sheet`),
  ods: traits('sheet', 'ods', `${ODF}.spreadsheet`),
  pptx: traits('slides', 'pptx', `${OOXML}.presentationml.presentation`),
  odp: traits('slides', 'odp', `${ODF}.presentation`),
  png: traits('image', 'png', 'image/png'),
  jpeg: traits('image', 'jpg', 'image/jpeg'),
  webp: traits('image', 'webp', 'image/webp')
};

/** For the `accept` of a file field; what a file is, its content says. */
export const ACCEPTED = [...FORMATS.map((one) => `.${FORMAT_TRAITS[one].extension}`), '.jpeg'].join(
  ','
);
/** What a file tells beside its content, and what is done of it. */
export const TELLS_WORDS =
  'Une photo est gardée sans le lieu ni la date où elle a été prise. Un PDF, un texte ou un tableur porte souvent le nom de son auteur\u00a0: enlevez-le avant, si vous ne voulez pas le donner.';
export const ACCEPTED_WORDS = 'PDF, DOCX, ODT, XLSX, ODS, PPTX, ODP, PNG, JPEG ou WebP';

/** @returns null for a media type that is of none. */
export function formatOf(mediaType: string): Format | null {
  return FORMATS.find((one) => FORMAT_TRAITS[one].mediaType === mediaType) ?? null;
}

/** Media types of a family. */
export function mediaTypesOf(family: Family): string[] {
  return FORMATS.filter((one) => FORMAT_TRAITS[one].family === family).map(
    (one) => FORMAT_TRAITS[one].mediaType
  );
}

/** Whether browsers show it by themselves. */
export function isShown(format: Format | null): boolean {
  return format !== null && ['pdf', 'image'].includes(FORMAT_TRAITS[format].family);
}

/** Why a file is not taken, in French, with what to do. */
export const FILE_REFUSALS = {
  empty: 'Ce fichier est vide\u00a0: choisissez-en un autre.',
  unknown: `Ce fichier n’est pas d’un type que Maillage garde\u00a0: ${ACCEPTED_WORDS}.`,
  old: 'Ce fichier est d’un ancien format d’Office, ou protégé par un mot de passe\u00a0: enregistrez-le en DOCX, XLSX ou PPTX, sans mot de passe.',
  macros:
    'Ce fichier contient des macros, qui peuvent nuire à qui l’ouvre\u00a0: enregistrez-le sans elles.',
  locked: 'Ce fichier est protégé par un mot de passe\u00a0: enregistrez-le sans mot de passe.',
  damaged:
    'Ce fichier est abîmé, ou quelque chose suit sa fin\u00a0: ouvrez-le, enregistrez-le de nouveau et redéposez-le.',
  unpacked: 'Ce fichier est démesuré une fois déplié\u00a0: allégez-le, ou coupez-le en plusieurs.'
} as const;
export type FileRefusal = keyof typeof FILE_REFUSALS;

const LONGEST_NAME = 120;

/**
 * The name a file is kept and downloaded under: no folder, nothing that a system would misread, and the extension of
 * what it is.
 */
export function fileNameFor(given: string, format: Format): string {
  const { extension } = FORMAT_TRAITS[format];
  const base = given
    .split(/[\\/]/)
    .at(-1)!
    .normalize('NFC')
    .replace(/\.[\p{L}\p{N}]{1,8}$/u, '')
    // Control and direction marks, and what Windows refuses.
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, LONGEST_NAME)
    .trimEnd();
  return `${base || 'document'}.${extension}`;
}

/** « 840 ko », « 2,4 Mo ». @param bytes - at least one. */
export function sayWeight(bytes: number): string {
  const [value, unit] = bytes < 999_500 ? [bytes / 1000, 'ko'] : [bytes / 1_000_000, 'Mo'];
  const digits = unit === 'Mo' && value < 10 ? 1 : 0;
  const said = Math.max(value, 1).toLocaleString('fr-FR', { maximumFractionDigits: digits });
  return `${said}\u00a0${unit}`;
}

/** `attachment` or `inline`, with a name that every browser reads. @see RFC 6266, RFC 8187 */
export function dispositionOf(how: 'attachment' | 'inline', fileName: string): string {
  const plain = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w. ()-]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

import type { ImportOptions } from '#domain/directory/server/transfer/reading/commands.ts';

/** The fields of the form, as typed: shown again when the file is refused. */
export interface UploadForm {
  territory: string;
  defaultType: string;
  categories: string[];
  departements: string;
  communes: string;
}

export function uploadForm(form: FormData): UploadForm {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return {
    territory: text('territoire'),
    defaultType: text('type'),
    categories: form.getAll('categories').map(String),
    departements: text('departements'),
    communes: text('communes')
  };
}

export function readOptions(typed: UploadForm): ImportOptions {
  const codes = (text: string) =>
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map((code) => code.toUpperCase());
  return {
    territory: typed.territory || null,
    defaultType: typed.defaultType || null,
    finess: {
      categories: typed.categories,
      departements: codes(typed.departements),
      communes: codes(typed.communes)
    }
  };
}

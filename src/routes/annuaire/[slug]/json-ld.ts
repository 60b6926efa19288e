import type { Structure } from '#domain/directory/model.ts';
import type { Commune } from '#domain/territory/model.ts';
import { jsonLdScript } from '#server/http/json-ld.ts';

/** The fiche for search engines: schema.org Organization with the area it serves. Public data only. */
export function jsonLd(
  structure: Structure,
  commune: Commune | null,
  area: string,
  url: string
): string {
  const declared = structure.perimeter.certainty === 'declared';
  return jsonLdScript({
    '@context': 'https://schema.org',
    '@type': 'Organization',
    '@id': url,
    name: structure.name,
    alternateName: structure.acronym || undefined,
    description: structure.summary || undefined,
    telephone: structure.phone || undefined,
    url: structure.website || url,
    identifier: structure.siret ?? structure.finess ?? undefined,
    address: commune
      ? {
          '@type': 'PostalAddress',
          streetAddress: structure.address || undefined,
          postalCode: structure.postalCode || commune.postalCodes[0],
          addressLocality: commune.name,
          addressCountry: 'FR'
        }
      : undefined,
    areaServed: declared ? area : undefined
  });
}

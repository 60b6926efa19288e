/** Data for search engines, as an element of the head. « < » is escaped, so that no text can close it. */
export function jsonLdScript(data: Readonly<Record<string, unknown>>): string {
  return `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
}

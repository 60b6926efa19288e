/** Where the indicators of a sheet, or those of the plan as a whole, are listed. */
export function pathOf(plan: string, sheet: { readonly slug: string } | null): string {
  return sheet ? `/plans/${plan}/fiches/${sheet.slug}/indicateurs` : `/plans/${plan}/indicateurs`;
}

/** Who acts. Until accounts exist, a request is a visitor's, and the operator is the command line or demonstration mode. */
export type Actor =
  { readonly kind: 'visitor' } | { readonly kind: 'operator'; readonly label: string };

export const VISITOR: Actor = { kind: 'visitor' };

/** @param label - how the trace names it: « ligne de commande », « démonstration ». */
export function operator(label: string): Actor {
  return { kind: 'operator', label };
}

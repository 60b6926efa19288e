/** The pages of what is shared, in the order one comes to them. */
export interface Section {
  readonly href: string;
  readonly label: string;
}

export const SECTIONS: readonly Section[] = [
  { href: '/partage', label: 'Quoi de neuf' },
  { href: '/partage/projets', label: 'Projets' },
  { href: '/partage/experiences', label: 'Expériences' },
  { href: '/partage/questions', label: 'Questions' },
  { href: '/partage/opportunites', label: 'Opportunités' },
  { href: '/partage/documents', label: 'Documents' }
];

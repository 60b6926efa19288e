/** How a second reading names the texts of a session. */
export const READ_FIELDS = {
  title: 'Titre',
  description: 'Présentation',
  materials: 'À prévoir'
};

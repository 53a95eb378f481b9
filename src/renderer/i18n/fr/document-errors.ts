/** French: the errors of reading documents, in words. */
export const documentErrors = {
  'document.unsupported': {
    what: 'Ce type de fichier ne peut pas être lu comme document.',
    safe: 'Rien n’a été joint.',
    next: 'Choisissez un fichier texte, Markdown, CSV, de code source, PDF ou Word (.docx), ou enregistrez-le dans l’un de ces formats.',
  },
  'document.damaged': {
    what: 'Ce document est endommagé, ou n’est pas ce que dit son nom.',
    safe: 'Rien n’a été joint, et le fichier n’a pas été modifié.',
    next: 'Ouvrez-le dans le programme qui l’a créé et enregistrez-le à nouveau, ou choisissez une autre copie.',
  },
  'document.encrypted': {
    what: 'Ce document est protégé par un mot de passe.',
    safe: 'Rien n’a été joint.',
    next: 'Enregistrez-le sans mot de passe, puis choisissez-le à nouveau.',
  },
  'document.noText': {
    what: 'Ce document ne contient pas de texte. Un document numérisé est une image de texte.',
    safe: 'Rien n’a été joint.',
    next: 'Choisissez un document qui contient du texte : un programme de reconnaissance (OCR) peut en ajouter.',
  },
  'document.tooLarge': {
    what: 'Ce document est trop grand pour être lu.',
    safe: 'Rien n’a été joint.',
    next: 'Choisissez-en une partie. La limite est indiquée ci-dessous.',
  },
  'document.timedOut': {
    what: 'La lecture de ce document a pris trop de temps et a été arrêtée.',
    safe: 'Rien n’a été joint.',
    next: 'Choisissez-en une partie, ou enregistrez-le à nouveau : une impression en PDF le rend souvent plus simple.',
  },
};

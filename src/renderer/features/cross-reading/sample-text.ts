/**
 * A text of Prisme's own in both languages, for whoever has none at hand. Plain data.
 */
export const sampleText = `A prism does not add colour to light. It shows what was there: every beam is a mixture, and the glass only spreads it out. A language model is read in the same way. Before each word it weighs all the words it knows, and what appears on the page is one draw among many. The baker opened her shop at six, as she did every day, and put the loaves in the window while the street was still dark.

Un prisme n’ajoute pas de couleur à la lumière. Il montre ce qui s’y trouvait déjà : chaque rayon est un mélange, que le verre ne fait qu’étaler. Un modèle de langue se lit de la même façon. Avant chaque mot, il pèse tous ceux qu’il connaît, et celui qui paraît sur la page n’est qu’un tirage parmi d’autres. La boulangère ouvrit sa boutique à six heures, comme chaque matin, et posa les pains en vitrine tandis que la rue dormait encore.
`;

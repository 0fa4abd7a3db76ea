import type { PaperWords } from './paper-words.ts'

export const fr: PaperWords = {
  name: 'Français',
  share: (index, count) => `Part ${index} sur ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `Les ${count} parts sont toutes nécessaires, avec une phrase secrète conservée ailleurs.`
        : `${threshold} des ${count} parts, n’importe lesquelles, ouvrent ce qui a été scellé, avec une phrase secrète conservée ailleurs.`
    } Celle-ci seule n’ouvre rien et ne révèle rien.`,
  heir: {
    title: 'Si vous avez trouvé cette carte ou en avez hérité',
    card: (threshold, count, back) => [
      `C’est une part d’un secret réparti entre ${count} personnes, pour qu’aucune ne puisse l’utiliser seule${threshold < count ? ' et qu’une seule perte ne le fasse pas perdre' : ''}. On peut en avoir besoin même après des dizaines d’années : ne la jetez pas.`,
      `Ne la montrez pas, ne la copiez pas, ne la photographiez pas, ne la recopiez pas au clavier. Gardez-la au sec, à l’abri de la lumière et sous clé, et apportez-la, sans que d’autres la voient, à : ${back}. Si c’est impossible, déposez-la fermée chez un notaire ou dans une banque, et faites-le savoir à cette adresse.`,
    ],
    passphrase: (back, folder) => [
      'C’est l’une des deux choses qui ouvrent ce qui a été enfermé ; l’autre, ce sont des cartes de 40 mots chacune, que d’autres personnes conservent. Seule, elle n’ouvre rien. On peut en avoir besoin même après des dizaines d’années : ne la jetez pas.',
      `Ne la montrez pas, ne la copiez pas, ne la photographiez pas, ne la recopiez pas au clavier, et ne la gardez jamais avec une telle carte. Apportez-la, sans que d’autres la voient, à : ${back}. Si c’est impossible, déposez-la fermée chez un notaire ou dans une banque, et faites-le savoir à cette adresse. La manière de tout ouvrir se trouve ici : ${folder}. Lisez-y START-HERE.txt.`,
    ],
    giver: 'la personne qui l’a confiée',
  },
  facts: {
    setId: 'Identifiant du jeu',
    bundle: 'Dossier',
    contact: 'Qui appeler',
    folder: name => `dossier ${name} sur les supports de la cérémonie`,
  },
  noProgram:
    'Aucun programme particulier n’est nécessaire pour lire cette carte. Les mots viennent de la liste anglaise BIP-39 ; les mots 33 à 40 trouvent et corrigent les erreurs. FORMAT.md décrit le format (« Keyclave share, version 1 »), RUNBOOK.md ce qu’il faut faire, étape par étape : les deux sont dans le dossier, à côté de kit.json (un fichier public avec tout ce qui a été scellé, encore fermé), et avec le code source de Keyclave. Le code contient la même part que les mots.',
  passphrase: {
    title: 'Phrase secrète',
    what: 'Avec cette phrase, qui a assez de parts de ce jeu ouvre ce qui a été scellé ; sans elle, personne. Gardez cette carte loin de toute part, sous clé, et ne la montrez à personne.',
    typed: sign =>
      `Lors de la récupération, on la tape exactement comme elle est imprimée : majuscules, minuscules, traits d’union et espaces comptent. ${sign === null ? 'Là où une ligne s’arrête entre deux mots, il y a une espace.' : `Chaque ${sign} représente une espace ; à la fin d’une ligne il n’y en a pas.`}`,
  },
  recovery: {
    title: 'Feuille de récupération',
    what: 'Comment ouvrir ce qui a été scellé lors de cette cérémonie. Rien sur cette feuille n’est secret : gardez-en une avec chaque copie du dossier, et une chez chaque dépositaire.',
    now: 'Récupérer maintenant',
    steps: (threshold, folder, begins) => [
      `Réunissez ${threshold} dépositaires avec leurs cartes, le responsable avec la phrase secrète, la sauvegarde, et un support avec le dossier ${folder}.`,
      'Prenez un ordinateur que vous pouvez déconnecter ; au mieux, démarré depuis une clé USB. Débranchez le câble réseau, coupez le Wi-Fi et le Bluetooth. Que personne d’autre ne voie l’écran.',
      `Démarrez Keyclave et appuyez sur « Recover now ». Choisissez kit.json dans le dossier, et comparez son empreinte avec celle de chaque carte : elle commence par ${begins}. Si elle diffère, prenez une autre copie.`,
      'Chaque dépositaire tape les 40 mots de sa carte, ou montre son code à la caméra ; un mot illisible s’écrit « ? ». Puis le responsable tape la phrase secrète. Ni cartes ni phrase ne vont dans un fichier.',
      'Sortez ce qu’il faut, une sauvegarde ou une clé, sur un support à vous, et terminez la récupération.',
    ],
    doneTitle: 'Quand c’est fait',
    done: 'Rendez les cartes, éteignez l’ordinateur, et notez qui était présent et ce qui a été ouvert. Si des étrangers ont pu voir cartes et phrase secrète, prévoyez une nouvelle cérémonie.',
  },
}

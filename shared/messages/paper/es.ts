import type { PaperWords } from './paper-words.ts'

export const es: PaperWords = {
  name: 'Español',
  share: (index, count) => `Parte ${index} de ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `Se necesitan las ${count} partes, junto con una frase de contraseña que se guarda en otro lugar.`
        : `${threshold} de las ${count} partes, cualesquiera, junto con una frase de contraseña que se guarda en otro lugar, abren lo que se selló.`
    } Esta sola no abre nada ni revela nada.`,
  heir: {
    title: 'Si ha encontrado o heredado esta tarjeta',
    card: (threshold, count, back) => [
      `Es una parte de un secreto que se repartió entre ${count} personas, para que ninguna pudiera usarlo sola${threshold < count ? ' y para que no se perdiera por una sola pérdida' : ''}. Puede hacer falta incluso después de décadas: no la tire.`,
      `No la muestre, no la copie, no la fotografíe ni la teclee. Guárdela en un lugar seco, oscuro y cerrado con llave, y llévela, sin que otros la vean, a: ${back}. Si no puede, déjela cerrada en manos de un notario o de un banco, y avíseles.`,
    ],
    passphrase: (back, folder) => [
      'Es una de las dos cosas que abren lo que se guardó; la otra son tarjetas de 40 palabras cada una, que guardan otras personas. Sola no abre nada. Puede hacer falta incluso después de décadas: no la tire.',
      `No la muestre, no la copie, no la fotografíe ni la teclee, y no la guarde nunca junto a una de esas tarjetas. Llévela, sin que otros la vean, a: ${back}. Si no puede, déjela cerrada en manos de un notario o de un banco, y avíseles. Cómo se abre todo está aquí: ${folder}. Lea allí START-HERE.txt.`,
    ],
    giver: 'quien la dio a guardar',
  },
  facts: {
    setId: 'Identificador del juego',
    bundle: 'Carpeta',
    contact: 'A quién llamar',
    folder: name => `carpeta ${name} en las unidades de la ceremonia`,
  },
  noProgram:
    'No hace falta ningún programa especial para leer esta tarjeta. Las palabras son de la lista inglesa de BIP-39; las palabras 33 a 40 encuentran y corrigen errores. FORMAT.md describe el formato («Keyclave share, version 1») y RUNBOOK.md qué hacer, paso a paso: ambos están en la carpeta, junto a kit.json (un archivo público con todo lo que se selló, todavía cerrado), y con el código fuente de Keyclave. El código contiene la misma parte que las palabras.',
  passphrase: {
    title: 'Frase de contraseña',
    what: 'Con esta frase, quien tenga suficientes partes de este juego abre lo que se selló; sin ella, nadie. Guarde esta tarjeta lejos de todas las partes, bajo llave, y no la muestre a nadie.',
    typed: sign =>
      `En la recuperación se teclea exactamente como está impresa: cuentan mayúsculas, minúsculas, guiones y espacios. ${sign === null ? 'Donde una línea termina entre dos palabras hay un espacio.' : `Cada ${sign} representa un espacio; donde termina una línea no hay ninguno.`}`,
  },
  recovery: {
    title: 'Hoja de recuperación',
    what: 'Cómo abrir lo que se selló en esta ceremonia. Nada en esta hoja es secreto: guarde una con cada copia de la carpeta, y una con cada custodio.',
    now: 'Recuperar ahora',
    steps: (threshold, folder, begins) => [
      `Reúna a ${threshold} custodios con sus tarjetas, al responsable con la frase de contraseña, la copia de seguridad y una unidad con la carpeta ${folder}.`,
      'Tome un ordenador que pueda desconectar; mejor uno arrancado desde una memoria USB. Quite el cable de red y apague Wi-Fi y Bluetooth. Que nadie más vea la pantalla.',
      `Inicie Keyclave y pulse «Recover now». Elija kit.json en la carpeta y compare su huella con la de cada tarjeta: empieza por ${begins}. Si es distinta, tome otra copia.`,
      'Cada custodio teclea las 40 palabras de su tarjeta, o muestra su código a la cámara; una palabra ilegible se escribe «?». Después el responsable teclea la frase. Ni tarjetas ni frase van a ningún archivo.',
      'Saque lo que haga falta, una copia de seguridad o una clave, a una unidad propia, y termine la recuperación.',
    ],
    doneTitle: 'Cuando esté hecho',
    done: 'Devuelva las tarjetas, apague el ordenador y anote quién estuvo y qué se abrió. Si algún extraño pudo ver tarjetas y frase, planifique una nueva ceremonia.',
  },
}
